//! Calls of a module, by the same steps as in the testkit, with its settings of wasmtime.

use std::ffi::CStr;
use std::path::Path;

use wasmtime::{Config, Engine, Instance, Memory, Module, Store, TypedFunc};

use crate::work::{Arguments, Work, number};
use crate::{Prepared, Result};

pub(crate) fn engine() -> Result<Engine> {
    let mut config = Config::new();
    config.wasm_exceptions(true).epoch_interruption(true);
    Ok(Engine::new(&config)?)
}

pub(crate) fn at_load(path: &Path) -> Result<Module> {
    Ok(Module::from_file(&engine()?, path)?)
}

/// `path` is what [`Engine::precompile_module`] made.
pub(crate) fn ahead(path: &Path) -> Result<Module> {
    // SAFETY: this program has made the file, and nothing else writes to it.
    Ok(unsafe { Module::deserialize_file(&engine()?, path) }?)
}

/// An instance and its memory.
struct Live {
    store: Store<()>,
    instance: Instance,
    memory: Memory,
    alloc: TypedFunc<u32, u32>,
    dealloc: TypedFunc<(u32, u32), ()>,
}

impl Live {
    fn new(module: &Module) -> Result<Self> {
        let mut store = Store::new(module.engine(), ());
        store.set_epoch_deadline(u64::MAX / 2);
        let instance = Instance::new(&mut store, module, &[])?;
        let memory = instance.get_memory(&mut store, "memory").ok_or("no memory")?;
        let alloc = instance.get_typed_func(&mut store, "aro_alloc")?;
        let dealloc = instance.get_typed_func(&mut store, "aro_dealloc")?;
        Ok(Self { store, instance, memory, alloc, dealloc })
    }

    fn copy_in(&mut self, bytes: &[u8]) -> Result<u32> {
        let address = self.alloc.call(&mut self.store, u32::try_from(bytes.len())?)?;
        self.memory.write(&mut self.store, address as usize, bytes)?;
        Ok(address)
    }

    fn drop_block(&mut self, address: u32, bytes: &[u8]) -> Result<()> {
        Ok(self.dealloc.call(&mut self.store, (address, u32::try_from(bytes.len())?))?)
    }
}

enum Function {
    OfNumbers(TypedFunc<(i64, i64), i64>),
    OfText(TypedFunc<(u32, u32), i64>),
}

pub(crate) struct Plain {
    live: Live,
    function: Function,
    work: &'static Work,
}

impl Plain {
    pub(crate) fn new(module: Module, work: &'static Work) -> Result<Self> {
        let mut live = Live::new(&module)?;
        let function = match work.arguments {
            Arguments::Numbers(..) => Function::OfNumbers(live.instance.get_typed_func(&mut live.store, work.plain)?),
            Arguments::Text { .. } => Function::OfText(live.instance.get_typed_func(&mut live.store, work.plain)?),
        };
        Ok(Self { live, function, work })
    }

    fn try_call(&mut self) -> Result<i64> {
        let live = &mut self.live;
        match (&self.function, &self.work.arguments) {
            (Function::OfNumbers(function), Arguments::Numbers(a, b)) => Ok(function.call(&mut live.store, (*a, *b))?),
            (Function::OfText(function), Arguments::Text { text, .. }) => {
                let address = live.copy_in(text.as_bytes())?;
                let number = function.call(&mut live.store, (address, u32::try_from(text.len())?))?;
                live.drop_block(address, text.as_bytes())?;
                Ok(number)
            }
            _ => Err("a function with other arguments".into()),
        }
    }
}

impl Prepared for Plain {
    fn call(&mut self) -> i64 {
        self.try_call().unwrap_or(i64::MIN)
    }
}

pub(crate) struct Abi {
    live: Live,
    execute: TypedFunc<(u32, u32), u32>,
    free: TypedFunc<u32, ()>,
    work: &'static Work,
}

impl Abi {
    pub(crate) fn new(module: Module, work: &'static Work) -> Result<Self> {
        let mut live = Live::new(&module)?;
        let execute = live.instance.get_typed_func(&mut live.store, "aro_plugin_execute")?;
        let free = live.instance.get_typed_func(&mut live.store, "aro_plugin_free")?;
        Ok(Self { live, execute, free, work })
    }

    fn try_call(&mut self) -> Result<i64> {
        let live = &mut self.live;
        let strings = [self.work.action, &self.work.envelope].map(CStr::to_bytes_with_nul);
        let [action, input] = [live.copy_in(strings[0])?, live.copy_in(strings[1])?];
        let reply = self.execute.call(&mut live.store, (action, input))?;
        let memory = live.memory.data(&live.store);
        let text = memory[reply as usize..].split(|byte| *byte == 0).next().unwrap_or_default();
        let number = number(text);
        self.free.call(&mut live.store, reply)?;
        live.drop_block(action, strings[0])?;
        live.drop_block(input, strings[1])?;
        Ok(number)
    }
}

impl Prepared for Abi {
    fn call(&mut self) -> i64 {
        self.try_call().unwrap_or(i64::MIN)
    }
}
