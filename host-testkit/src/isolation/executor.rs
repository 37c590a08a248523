//! Makes the calls of a list, in the child or here.

use std::ffi::CStr;
use std::thread;

use serde::{Deserialize, Serialize};

use super::call::{Call, Function};
use super::protocol::{Bytes, Notice};
use crate::library::{self, Absent, DeclaredSymbols, Library, ReturnedText};

/// How the calls of a list follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Mode {
    /// One after the other. Each string is given back at once.
    Sequential,
    /// Like `Sequential`, on this number of threads at once.
    Concurrent { threads: usize },
    /// One after the other. No string is given back before all calls have returned.
    FreeAtEnd,
}

/// The outcome of a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum CallOutcome {
    /// The function returns nothing.
    Done,
    /// The library does not have the function.
    Missing,
    /// The metadata declare no such entry point; they declare these.
    Undeclared(Vec<String>),
    /// A null pointer.
    Null,
    /// A string.
    Text(Bytes),
    /// A string that was read twice: when its call returned, and when all calls had returned.
    FreedAtEnd { address: usize, first: Bytes, last: Bytes },
}

pub(crate) fn run(library: &Library, mode: Mode, calls: &[Call], notify: &(dyn Fn(Notice) + Sync)) {
    let work = |thread: usize, threads: usize| {
        for (index, call) in calls.iter().enumerate().skip(thread).step_by(threads) {
            notify(Notice::Begin(index));
            let held = enter(library, call);
            notify(Notice::Returned(index));
            let outcome = match held {
                Entered::Done => CallOutcome::Done,
                Entered::Undeclared(declared) => CallOutcome::Undeclared(declared),
                Entered::Text(Err(Absent)) => CallOutcome::Missing,
                Entered::Text(Ok(None)) => CallOutcome::Null,
                Entered::Text(Ok(Some(held))) => {
                    let bytes = Bytes(held.copy());
                    drop(held);
                    CallOutcome::Text(bytes)
                }
            };
            notify(Notice::End(index, outcome));
        }
    };
    match mode {
        Mode::FreeAtEnd => hold(library, calls, notify),
        // Hosts call on other threads than the one that loaded the plugin.
        Mode::Sequential => thread::scope(|scope| drop(scope.spawn(|| work(0, 1)))),
        Mode::Concurrent { threads } => thread::scope(|scope| {
            for thread in 0..threads {
                let work = &work;
                scope.spawn(move || work(thread, threads));
            }
        }),
    }
    notify(Notice::Done);
}

fn hold(library: &Library, calls: &[Call], notify: &(dyn Fn(Notice) + Sync)) {
    let mut held = Vec::new();
    for (index, call) in calls.iter().enumerate() {
        notify(Notice::Begin(index));
        let entered = enter(library, call);
        let first = match &entered {
            Entered::Text(Ok(Some(text))) => text.copy(),
            _ => Vec::new(),
        };
        held.push((entered, Bytes(first)));
    }
    // All strings are read before the first is given back, since two of them may be the same
    // memory.
    let outcomes: Vec<CallOutcome> = held
        .iter()
        .map(|(entered, first)| match entered {
            Entered::Done => CallOutcome::Done,
            Entered::Undeclared(declared) => CallOutcome::Undeclared(declared.clone()),
            Entered::Text(Err(Absent)) => CallOutcome::Missing,
            Entered::Text(Ok(None)) => CallOutcome::Null,
            Entered::Text(Ok(Some(text))) => {
                CallOutcome::FreedAtEnd { address: text.address(), first: first.clone(), last: Bytes(text.copy()) }
            }
        })
        .collect();
    // The parent is notified before anything is given back, because a string that was returned
    // twice may crash `aro_plugin_free`.
    for (index, outcome) in outcomes.into_iter().enumerate() {
        notify(Notice::End(index, outcome));
    }
    for (index, (entered, _)) in held.into_iter().enumerate() {
        notify(Notice::Returned(index));
        drop(entered);
    }
}

enum Entered<'l> {
    Done,
    Undeclared(Vec<String>),
    Text(Result<Option<ReturnedText<'l>>, Absent>),
}

fn enter<'l>(library: &'l Library, call: &Call) -> Entered<'l> {
    let arguments = call.arguments();
    let argument = |index: usize| arguments.get(index).and_then(Option::as_deref);
    let (a, b) = (argument(0), argument(1));
    let done = |called: Result<(), Absent>| match called {
        Ok(()) => Entered::Done,
        Err(absent) => Entered::Text(Err(absent)),
    };
    match call.function() {
        Function::Register => done(library.hook(&library::REGISTER)),
        Function::Init => done(library.hook(&library::INIT)),
        Function::Shutdown => done(library.hook(&library::SHUTDOWN)),
        Function::FreeNull => {
            library.free_null();
            Entered::Done
        }
        Function::OnEvent => done(library.notice(&library::ON_EVENT, a, b)),
        Function::Info => Entered::Text(library.returned0(&library::INFO)),
        Function::Execute => Entered::Text(library.returned2(&library::EXECUTE, a, b)),
        Function::Qualifier => Entered::Text(library.returned2(&library::QUALIFIER, a, b)),
        Function::ObjectRead => Entered::Text(library.returned2(&library::OBJECT_READ, a, b)),
        Function::ObjectWrite => Entered::Text(library.returned3(&library::OBJECT_WRITE, [a, b, argument(2)])),
        Function::ObjectList => Entered::Text(library.returned1(&library::OBJECT_LIST, a)),
        Function::EntryPoint(symbol) => entry_point(library, symbol, a),
    }
}

fn entry_point<'l>(library: &'l Library, symbol: &str, input: Option<&CStr>) -> Entered<'l> {
    let info = match library.text0(&library::INFO) {
        Ok(info) => info.unwrap_or_default(),
        Err(absent) => return Entered::Text(Err(absent)),
    };
    let declared = DeclaredSymbols::read(&serde_json::from_slice(&info).unwrap_or_default());
    match declared.find(symbol) {
        Some(symbol) => Entered::Text(library.returned_entry_point(&symbol, input)),
        None => Entered::Undeclared(declared.names().to_vec()),
    }
}
