//! The compilers of modules, and the clock by which they notice deadlines.

use std::sync::OnceLock;
use std::thread;
use std::time::Duration;

use wasmtime::{Config, Engine};

/// How exact deadlines are.
const TICK: Duration = Duration::from_millis(10);

/// How much of the thread's stack a module may use. Threads of tests have 2 MB.
const MAX_STACK: usize = 1 << 20;

/// The engine for modules with or without fuel. Measuring fuel makes a module slower.
pub(super) fn engine(with_fuel: bool) -> &'static Engine {
    static ENGINES: [OnceLock<Engine>; 2] = [const { OnceLock::new() }; 2];
    ENGINES[usize::from(with_fuel)].get_or_init(|| start(with_fuel))
}

fn start(with_fuel: bool) -> Engine {
    let mut config = Config::new();
    config.wasm_exceptions(true).epoch_interruption(true).consume_fuel(with_fuel).max_wasm_stack(MAX_STACK);
    let engine = match Engine::new(&config) {
        Ok(engine) => engine,
        Err(error) => panic!("wasmtime does not run here: {error}"),
    };
    let ticking = engine.clone();
    // Ends with the process. Without a thread, every call would have to start one.
    let clock = thread::Builder::new().name("aro-wasm-clock".to_owned()).spawn(move || {
        loop {
            thread::sleep(TICK);
            ticking.increment_epoch();
        }
    });
    if let Err(error) = clock {
        panic!("the system starts no thread, without which modules have no deadline: {error}");
    }
    engine
}

/// The deadline as ticks, at least as long as it is.
pub(super) fn ticks(deadline: Duration) -> u64 {
    let ticks = deadline.as_millis().div_ceil(TICK.as_millis());
    u64::try_from(ticks).unwrap_or(u64::MAX - 1).saturating_add(1)
}
