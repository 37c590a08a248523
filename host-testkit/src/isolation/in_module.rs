//! Makes the calls of a list in an instance of a WebAssembly module.

use super::call::{Call, Function};
use super::executor::{CallOutcome, Mode};
use super::protocol::Bytes;
use super::session::Batch;
use crate::plugin::{Crash, End, Phase};
use crate::wasm::{Returned, Running};

/// An instance has one thread, so calls that should overlap follow each other.
pub(super) fn batch(running: &Running, mode: Mode, calls: &[Call]) -> Batch {
    let mut outcomes = vec![None; calls.len()];
    let mut held = Vec::new();
    for (index, call) in calls.iter().enumerate() {
        let mut phase = Phase::Loading;
        match one(running, call, &mut phase, mode == Mode::FreeAtEnd) {
            Ok(Outcome::Made(outcome)) => outcomes[index] = Some(outcome),
            Ok(Outcome::Held(address, first)) => held.push((index, address, first)),
            Err(end) => return Batch { outcomes, crash: Some(crash(end, phase, call)) },
        }
    }
    // All strings are read before the first is given back, since two of them may be the same
    // memory.
    for (index, address, first) in &held {
        match running.with(|instance| instance.read(*address)) {
            Ok(last) => {
                let (first, last) = (Bytes(first.clone()), Bytes(last));
                outcomes[*index] = Some(CallOutcome::FreedAtEnd { address: *address as usize, first, last });
            }
            Err(end) => return Batch { outcomes, crash: Some(crash(end, Phase::GivingBack, &calls[*index])) },
        }
    }
    for (index, address, _) in held {
        if let Err(end) = running.with(|instance| instance.free(address)) {
            return Batch { outcomes, crash: Some(crash(end, Phase::GivingBack, &calls[index])) };
        }
    }
    Batch { outcomes, crash: None }
}

enum Outcome {
    Made(CallOutcome),
    /// A string that has not been given back, and what it was.
    Held(u32, Vec<u8>),
}

fn one(running: &Running, call: &Call, phase: &mut Phase, hold: bool) -> Result<Outcome, End> {
    let arguments: Vec<Option<&[u8]>> = call.bytes().collect();
    running.with(|instance| {
        *phase = Phase::Calling;
        if *call.function() == Function::FreeNull {
            return instance.free(0).map(|()| Outcome::Made(CallOutcome::Done));
        }
        let outcome = match instance.call(call.symbol(), &arguments)? {
            Returned::Missing => CallOutcome::Missing,
            Returned::Nothing => CallOutcome::Done,
            Returned::Null => CallOutcome::Null,
            Returned::Text(address) => {
                let bytes = instance.read(address)?;
                if hold {
                    return Ok(Outcome::Held(address, bytes));
                }
                *phase = Phase::GivingBack;
                instance.free(address)?;
                CallOutcome::Text(Bytes(bytes))
            }
        };
        Ok(Outcome::Made(outcome))
    })
}

fn crash(end: End, phase: Phase, call: &Call) -> Crash {
    Crash { end, phase, calls: vec![call.to_string()], stderr: String::new() }
}
