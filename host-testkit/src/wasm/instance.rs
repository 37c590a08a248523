//! One instance of a module: its memory, and calls of its exports.

use wasmtime::{AsContextMut as _, Memory, Store, TypedFunc, Val, ValType, WasmBacktrace};

use aro_abi::symbols;

use super::engine::ticks;
use super::limits::Limits;
use super::linked::{self, Linked, State};
use crate::plugin::Trap;

/// What an export returned.
pub(crate) enum Returned {
    /// The module does not export a function of this name.
    Missing,
    /// The function returns nothing.
    Nothing,
    Null,
    /// The address of a string, which nothing has checked.
    Text(u32),
}

pub(crate) struct Instance {
    store: Store<State>,
    exports: wasmtime::Instance,
    memory: Memory,
    alloc: TypedFunc<u32, u32>,
    dealloc: TypedFunc<(u32, u32), ()>,
    limits: Limits,
}

impl Instance {
    /// An instance of a module, in whose memory nothing has happened yet. The error says why there
    /// is none.
    pub(super) fn new(module: &Linked, limits: &Limits) -> Result<Self, String> {
        let state = module.state(limits).map_err(|error| format!("{error:#}"))?;
        let mut store = Store::new(module.engine(), state);
        store.limiter(|state| &mut state.limiter);
        begin(&mut store, limits).map_err(|error| error.to_string())?;
        let exports = module.instantiate(&mut store).map_err(|error| format!("{error:#}"))?;
        // WASI's name for the constructors of a module that is no program.
        if let Ok(initialize) = exports.get_typed_func::<(), ()>(&mut store, "_initialize") {
            linked::call_typed(&mut store, &initialize, ()).map_err(|error| format!("{error:#}"))?;
        }
        let memory = exports.get_memory(&mut store, "memory").ok_or("it exports no memory of the name `memory`")?;
        let alloc = exports.get_typed_func(&mut store, symbols::ALLOC).map_err(|error| error.to_string())?;
        let dealloc = exports.get_typed_func(&mut store, symbols::DEALLOC).map_err(|error| error.to_string())?;
        Ok(Self { store, exports, memory, alloc, dealloc, limits: limits.clone() })
    }

    /// Calls an export with copies of these strings; `None` is a null pointer.
    pub(crate) fn call(&mut self, symbol: &str, strings: &[Option<&[u8]>]) -> Result<Returned, Trap> {
        let Some(function) = self.exports.get_func(&mut self.store, symbol) else { return Ok(Returned::Missing) };
        let ty = function.ty(&self.store);
        let is_address = |ty: ValType| matches!(ty, ValType::I32);
        let fits = ty.params().len() == strings.len() && ty.params().all(is_address);
        if !fits || ty.results().len() > 1 || !ty.results().all(is_address) {
            let expected = format!("{} i32 parameters, and an i32 result or none", strings.len());
            return Err(Trap::Signature { found: ty.to_string(), expected });
        }
        self.begin()?;
        let mut arguments = Vec::with_capacity(strings.len());
        for string in strings {
            arguments.push(string.map_or(Ok(0), |string| self.copy_in(string))?);
        }
        let values: Vec<Val> = arguments.iter().map(|address| Val::I32(address.cast_signed())).collect();
        let mut results = [Val::I32(0)];
        let results = &mut results[..ty.results().len()];
        linked::call(&mut self.store, function, &values, results).map_err(|error| self.trap(&error))?;
        let returned = match results.first() {
            Some(Val::I32(0)) => Returned::Null,
            Some(Val::I32(address)) => Returned::Text(address.cast_unsigned()),
            _ => Returned::Nothing,
        };
        for (address, string) in arguments.into_iter().zip(strings) {
            if let Some(string) = string {
                let size = self.size(string)?;
                linked::call_typed(&mut self.store, &self.dealloc, (address, size))
                    .map_err(|error| self.trap(&error))?;
            }
        }
        Ok(returned)
    }

    /// The string at an address that the module returned.
    pub(crate) fn read(&self, address: u32) -> Result<Vec<u8>, Trap> {
        let memory = self.memory.data(&self.store);
        let string = memory.get(address as usize..).and_then(|rest| rest.split(|byte| *byte == 0).next());
        match string {
            // Without a NUL the split ends with the memory.
            Some(string) if address as usize + string.len() < memory.len() => Ok(string.to_vec()),
            _ => Err(Trap::WildPointer { address, memory: memory.len() }),
        }
    }

    /// Gives a string back, or the null pointer.
    pub(crate) fn free(&mut self, address: u32) -> Result<(), Trap> {
        self.begin()?;
        let free = self.exports.get_typed_func::<u32, ()>(&mut self.store, symbols::FREE);
        free.and_then(|free| linked::call_typed(&mut self.store, &free, address)).map_err(|error| self.trap(&error))
    }

    fn begin(&mut self) -> Result<(), Trap> {
        begin(&mut self.store, &self.limits).map_err(|error| Trap::Code { message: error.to_string() })
    }

    fn size(&self, string: &[u8]) -> Result<u32, Trap> {
        // With the NUL.
        u32::try_from(string.len() + 1).map_err(|_| Trap::Memory { limit: self.limits.memory })
    }

    fn copy_in(&mut self, string: &[u8]) -> Result<u32, Trap> {
        let size = self.size(string)?;
        let address = linked::call_typed(&mut self.store, &self.alloc, size).map_err(|error| self.trap(&error))?;
        if address == 0 {
            return Err(Trap::Memory { limit: self.limits.memory });
        }
        let wild = Trap::WildPointer { address, memory: self.memory.data_size(&self.store) };
        let block = self.memory.data_mut(&mut self.store).get_mut(address as usize..);
        let block = block.and_then(|block| block.get_mut(..size as usize)).ok_or(wild)?;
        block[..string.len()].copy_from_slice(string);
        block[string.len()] = 0;
        Ok(address)
    }

    fn trap(&mut self, error: &wasmtime::Error) -> Trap {
        let refused_memory = std::mem::take(&mut self.store.data_mut().limiter.refused_memory);
        match error.downcast_ref::<wasmtime::Trap>() {
            Some(wasmtime::Trap::Interrupt) => Trap::Deadline { deadline: self.limits.deadline },
            Some(wasmtime::Trap::OutOfFuel) => Trap::Fuel { fuel: self.limits.fuel.unwrap_or_default() },
            Some(wasmtime::Trap::UnreachableCodeReached) if refused_memory => {
                Trap::Memory { limit: self.limits.memory }
            }
            Some(wasmtime::Trap::UnreachableCodeReached) => Trap::Code {
                message: format!(
                    "wasm trap: wasm `unreachable` instruction executed: a panic, where panics do not unwind{}",
                    functions(error)
                ),
            },
            Some(trap) => Trap::Code { message: format!("{trap}{}", functions(error)) },
            None => Trap::Code { message: format!("{:#}{}", error.root_cause(), functions(error)) },
        }
    }
}

/// Each call begins with the whole deadline and the whole fuel.
fn begin(store: &mut Store<State>, limits: &Limits) -> wasmtime::Result<()> {
    store.data_mut().begin(limits);
    store.as_context_mut().set_epoch_deadline(ticks(limits.deadline));
    limits.fuel.map_or(Ok(()), |fuel| store.set_fuel(fuel))
}

/// The innermost functions that were running.
fn functions(error: &wasmtime::Error) -> String {
    const SHOWN: usize = 12;
    let frames = error.downcast_ref::<WasmBacktrace>().map(WasmBacktrace::frames).unwrap_or_default();
    let names = frames.iter().take(SHOWN).filter_map(|frame| frame.func_name());
    let lines: String = names.map(|name| format!("\n  in {:#}", rustc_demangle::demangle(name))).collect();
    lines
}
