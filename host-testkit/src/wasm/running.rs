//! A plugin's instance from the first call on, and a new one after a trap.

use std::ffi::CStr;
use std::fmt;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::path::Path;
use std::sync::{Mutex, OnceLock, PoisonError};

use tempfile::TempDir;

use super::instance::{Instance, Returned};
use super::module::Module;
use crate::plugin::{self, CallError, Crash, Elsewhere, End, Phase, Trap, Unreached};

pub(crate) struct Running {
    module: Module,
    instance: Mutex<Option<Instance>>,
    temp_dir: OnceLock<TempDir>,
}

// A panic of the host leaves at worst an instance in which a call did not end, as a trap does, and
// no call of a module runs code that can panic in the host.
impl UnwindSafe for Running {}
impl RefUnwindSafe for Running {}

impl Running {
    pub(crate) fn new(module: Module) -> Self {
        Self { module, instance: Mutex::new(None), temp_dir: OnceLock::new() }
    }

    pub(crate) fn module(&self) -> &Module {
        &self.module
    }

    /// Ends the instance, so that the next call meets a plugin that was never called.
    pub(crate) fn restart(&self) {
        self.instance.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    /// Runs `work` with the instance. A trap may cost the instance.
    pub(crate) fn with<T>(&self, work: impl FnOnce(&mut Instance) -> Result<T, Trap>) -> Result<T, End> {
        let mut slot = self.instance.lock().unwrap_or_else(PoisonError::into_inner);
        let mut instance = match slot.take() {
            Some(instance) => instance,
            None => self.module.instance().map_err(|reason| End::NotLoaded { reason })?,
        };
        let result = work(&mut instance);
        if !result.as_ref().is_err_and(Trap::ends_instance) {
            *slot = Some(instance);
        }
        result.map_err(End::Trap)
    }
}

/// The call as messages show it, with its first argument, which identifies it.
fn shown(symbol: &str, arguments: &[Option<&CStr>]) -> String {
    let first = match arguments.first() {
        Some(Some(first)) => format!("{:?}", first.to_string_lossy()),
        Some(None) => "NULL".to_owned(),
        None => String::new(),
    };
    format!("{symbol}({first}{})", if arguments.len() > 1 { ", …" } else { "" })
}

impl Elsewhere for Running {
    fn call(&self, symbol: &str, arguments: &[Option<&CStr>]) -> plugin::Returned {
        let mut phase = Phase::Loading;
        let strings: Vec<Option<&[u8]>> = arguments.iter().map(|argument| argument.map(CStr::to_bytes)).collect();
        let called = self.with(|instance| {
            phase = Phase::Calling;
            if symbol == aro_abi::symbols::FREE {
                return instance.free(0).map(|()| Ok(None));
            }
            let address = match instance.call(symbol, &strings)? {
                Returned::Missing => return Ok(Err(Unreached::Absent)),
                Returned::Nothing | Returned::Null => return Ok(Ok(None)),
                Returned::Text(address) => address,
            };
            let bytes = instance.read(address)?;
            phase = Phase::GivingBack;
            instance.free(address)?;
            Ok(Ok(Some(bytes)))
        });
        called.unwrap_or_else(|end| {
            let crash = Crash { end, phase, calls: vec![shown(symbol, arguments)], stderr: String::new() };
            Err(Unreached::Failed(CallError::Crashed(Box::new(crash))))
        })
    }

    fn has(&self, symbol: &str) -> bool {
        self.module.exports().contains(symbol)
    }

    fn temp_dir(&self) -> &Path {
        crate::library::temp_dir(&self.temp_dir)
    }

    #[cfg(feature = "conformance")]
    fn as_any(&self) -> Option<&dyn std::any::Any> {
        Some(self)
    }

    fn fresh_copy(&self) -> Option<Box<dyn Elsewhere>> {
        Some(Box::new(Self::new(self.module.clone())))
    }
}

impl fmt::Debug for Running {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Running").field("module", &self.module).finish_non_exhaustive()
    }
}
