//! A process of its own, since other tests need what is used up here.

mod support;

use std::ffi::{c_char, c_void};

use support::*;

unsafe extern "C" fn on_invoke(
    _: *mut c_void,
    _: Handle,
    _: *const c_char,
    _: usize,
    _: *const c_char,
    _: usize,
) -> i32 {
    0
}

#[test]
fn sixty_four_runtimes_can_answer_and_one_more_is_refused_until_one_is_destroyed() {
    let mut hosts: Vec<Host> = (0..65).map(|_| Host::new()).collect();
    let last = hosts.pop().unwrap();
    for host in &hosts {
        host.on_invoke(Some(on_invoke), &()).unwrap();
        host.on_invoke(Some(on_invoke), &()).unwrap();
    }
    let (status, message) = last.on_invoke(Some(on_invoke), &()).unwrap_err();
    assert_eq!(status, LIMIT);
    assert!(message.contains("64 runtimes"), "{message}");
    assert_eq!(hosts.remove(30).destroy(), OK);
    assert_eq!(last.on_invoke(Some(on_invoke), &()), Ok(()));
    hosts.push(last);
    hosts.into_iter().for_each(|host| assert_eq!(host.destroy(), OK));
}
