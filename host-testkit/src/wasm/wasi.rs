//! WASI's first preview, the system interface of modules for `wasm32-wasip1`: clocks, random
//! numbers and the program's output for every such module, and the directories and variables that
//! it is granted.
//!
//! A function of WASI can wait, for example in `sleep`, and no trap interrupts it. So calls are
//! futures here, which are dropped at the deadline. With a module that imports nothing there is
//! nothing to wait for, and its calls stay on this thread's stack.

use std::future::Future;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use tokio::runtime::{Builder, Handle, Runtime};
use wasmtime::{Engine, Linker, Module};
use wasmtime_wasi::p1::{self, WasiP1Ctx};
use wasmtime_wasi::{DirPerms, FilePerms, WasiCtxBuilder};

use super::limits::Limits;
use super::linked::State;

/// Longer than any test runs; `Duration::MAX` from now is no time that the system has.
const NEVER: Duration = Duration::from_secs(60 * 60 * 24 * 365);

/// The name of WASI's functions among a module's imports.
const IMPORTS: &str = "wasi_snapshot_preview1";

/// What a module may use, beside clocks and output.
#[derive(Clone, Debug, Default)]
pub(super) struct Grants {
    directories: Vec<Directory>,
    variables: Vec<(String, String)>,
}

#[derive(Clone, Debug)]
struct Directory {
    path: PathBuf,
    name: String,
    is_writable: bool,
}

impl Grants {
    pub(super) fn directory(&mut self, path: &Path, name: String, is_writable: bool) -> io::Result<()> {
        // An instance is made later, perhaps in another directory of the process.
        let path = path.canonicalize()?;
        std::fs::read_dir(&path)?;
        self.directories.push(Directory { path, name, is_writable });
        Ok(())
    }

    pub(super) fn variable(&mut self, name: String, value: String) {
        self.variables.push((name, value));
    }

    fn context(&self) -> wasmtime::Result<WasiP1Ctx> {
        let mut builder = WasiCtxBuilder::new();
        builder.inherit_stdout().inherit_stderr().envs(&self.variables);
        for Directory { path, name, is_writable } in &self.directories {
            let (of_directory, of_files) = match is_writable {
                true => (DirPerms::all(), FilePerms::all()),
                false => (DirPerms::READ, FilePerms::READ),
            };
            builder
                .preopened_dir(path, name, of_directory, of_files)
                .map_err(|error| error.context(format!("the directory {} cannot be opened", path.display())))?;
        }
        Ok(builder.build_p1())
    }
}

/// What an instance has of WASI.
pub(super) struct Context {
    context: WasiP1Ctx,
    /// Of the running call, for a module that uses WASI.
    deadline: Option<Instant>,
    is_used: bool,
}

impl Context {
    pub(super) fn new(limits: &Limits, is_used: bool) -> wasmtime::Result<Self> {
        let grants = if is_used { &limits.grants } else { &Grants::default() };
        Ok(Self { context: grants.context()?, deadline: None, is_used })
    }

    pub(super) fn begin(&mut self, deadline: Duration) {
        self.deadline = self.is_used.then(|| Instant::now() + deadline.min(NEVER));
    }

    /// When the running call has to end, if it may have to wait.
    pub(super) fn deadline(&self) -> Option<Instant> {
        self.deadline
    }
}

pub(super) fn is_used_by(module: &Module) -> bool {
    module.imports().any(|import| import.module() == IMPORTS)
}

/// What modules are linked to.
pub(super) fn linker(engine: &Engine) -> wasmtime::Result<Linker<State>> {
    let mut linker = Linker::new(engine);
    p1::add_to_linker_async(&mut linker, |state: &mut State| &mut state.wasi.context)?;
    Ok(linker)
}

/// Runs a call until it ends, or until the deadline.
pub(super) fn wait<T: Send>(
    deadline: Instant,
    call: impl Future<Output = wasmtime::Result<T>> + Send,
) -> wasmtime::Result<T> {
    let call = async move {
        match tokio::time::timeout_at(deadline.into(), call).await {
            Ok(result) => result,
            // As the epoch interrupts code.
            Err(_) => Err(wasmtime::Trap::Interrupt.into()),
        }
    };
    let runtime = runtime();
    // A thread that runs futures, as that of an asynchronous test, must not wait for another one.
    if Handle::try_current().is_err() {
        return runtime.block_on(call);
    }
    std::thread::scope(|scope| match scope.spawn(|| runtime.block_on(call)).join() {
        Ok(result) => result,
        Err(panic) => std::panic::resume_unwind(panic),
    })
}

/// Ends with the process.
fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| {
        let runtime = Builder::new_multi_thread().worker_threads(1).thread_name("aro-wasi").enable_all().build();
        match runtime {
            Ok(runtime) => runtime,
            Err(error) => panic!("the system starts no thread, without which modules have no WASI: {error}"),
        }
    })
}
