//! The configuration, which carries its size so that it can grow.

#![allow(unsafe_code)]

use std::ffi::c_void;
use std::mem::{MaybeUninit, offset_of};
use std::time::Duration;

use crate::callbacks::{OnReload, ReloadFn};
use crate::failure::{Failure, Status};
use crate::runtime::{Compatibility, Options};

/// `AroHostConfig` in the header. A field is only ever added at the end, and 0 means what a caller
/// that does not know it expects.
#[derive(Debug)]
#[repr(C)]
pub struct AroHostConfig {
    /// The size of the caller's structure in bytes.
    pub size: usize,
    /// 0 strict, 1 relaxed.
    pub compatibility: i32,
    /// 0 off, 1 on.
    pub hot_reload: i32,
    /// Called about reloads.
    pub on_reload: Option<ReloadFn>,
    /// Passed on to `on_reload`.
    pub on_reload_user_data: *mut c_void,
    /// How often a thread looks for changed files; 0 for no thread.
    pub reload_interval_ms: u32,
    /// 0.
    pub reserved: u32,
}

const SIZE: usize = size_of::<AroHostConfig>();

/// Beyond any structure that will ever be, so the size was not set.
const MAX_SIZE: usize = 4096;

/// Where a caller that knows fewer fields may end.
const ENDS: [usize; 7] = [
    offset_of!(AroHostConfig, compatibility),
    offset_of!(AroHostConfig, hot_reload),
    offset_of!(AroHostConfig, on_reload),
    offset_of!(AroHostConfig, on_reload_user_data),
    offset_of!(AroHostConfig, reload_interval_ms),
    offset_of!(AroHostConfig, reserved),
    SIZE,
];

fn refuse(message: impl Into<String>) -> Failure {
    Failure::new(Status::InvalidConfig, message)
}

/// A configuration as C passed it.
pub(super) struct Given(Option<AroHostConfig>);

impl Given {
    /// # Safety
    ///
    /// `config` is null, or points to as many bytes as the size says that they begin with, if it is
    /// at most [`MAX_SIZE`]; `on_reload` there is as the header requires.
    pub(super) unsafe fn read(config: *const AroHostConfig) -> Result<Self, Failure> {
        if config.is_null() {
            return Ok(Self(None));
        }
        // SAFETY: not null, and the size is at the beginning.
        let size = unsafe { config.cast::<usize>().read_unaligned() };
        if !ENDS.contains(&size) && !(SIZE..=MAX_SIZE).contains(&size) {
            return Err(refuse(format!(
                "the size in AroHostConfig is {size}, which is that of no version of it: set `size` to \
                 sizeof(AroHostConfig), {SIZE} bytes here"
            )));
        }
        let mut own = MaybeUninit::<AroHostConfig>::zeroed();
        // SAFETY: by the condition the caller's bytes can be read, `own` has space for `SIZE`
        // bytes, and they do not overlap.
        unsafe { own.as_mut_ptr().cast::<u8>().copy_from_nonoverlapping(config.cast(), size.min(SIZE)) };
        // SAFETY: the caller's structure has `size` bytes, and nobody changes it meanwhile.
        let whole = unsafe { std::slice::from_raw_parts(config.cast::<u8>(), size) };
        for (place, byte) in whole.iter().enumerate().skip(SIZE) {
            if *byte != 0 {
                return Err(refuse(format!(
                    "AroHostConfig has {size} bytes, and this library knows {SIZE} of them; byte {place} is not 0, so the \
                     caller wants something that this version cannot do: update the library, or leave it 0"
                )));
            }
        }
        // SAFETY: all bytes are set, and every value of them is valid: the fields are numbers and
        // pointers, and a function that may be null.
        Ok(Self(Some(unsafe { own.assume_init() })))
    }

    /// What it chooses, once the runtime has a handle.
    pub(super) fn options(self) -> Result<impl FnOnce(usize) -> Options, Failure> {
        let config = self.0;
        let (compatibility, hot_reload, interval) = match &config {
            None => (0, 0, 0),
            Some(config) if config.reserved != 0 => {
                return Err(refuse(format!("`reserved` is {}: it has to be 0", config.reserved)));
            }
            Some(config) => (config.compatibility, config.hot_reload, config.reload_interval_ms),
        };
        let compatibility = match compatibility {
            0 => Compatibility::Strict,
            1 => Compatibility::Relaxed,
            other => {
                return Err(refuse(format!(
                    "`compatibility` is {other}: it is ARO_HOST_STRICT (0) or ARO_HOST_RELAXED (1)"
                )));
            }
        };
        let hot_reload = match hot_reload {
            0 => false,
            1 => true,
            other => return Err(refuse(format!("`hot_reload` is {other}: it is 0 or 1"))),
        };
        if interval != 0 && !hot_reload {
            return Err(refuse(format!("`reload_interval_ms` is {interval} and `hot_reload` is 0: set it to 1")));
        }
        let callback = config.and_then(|config| Some((config.on_reload?, config.on_reload_user_data)));
        Ok(move |handle| Options {
            compatibility,
            hot_reload,
            watch_every: (interval != 0).then(|| Duration::from_millis(interval.into())),
            on_reload: callback.map(|(function, user_data)| {
                // SAFETY: by the condition of `read`, the function is as the header requires.
                unsafe { OnReload::new(function, user_data, handle) }
            }),
        })
    }
}
