//! A module with what it imports, and calls of its instances. Only modules that use WASI import
//! anything.

use wasmtime::{Engine, Func, Instance, InstancePre, Module, Store, TypedFunc, Val, WasmParams, WasmResults};

use super::limits::{Limiter, Limits};
#[cfg(feature = "wasi")]
use super::wasi;

/// What belongs to one instance.
pub(super) struct State {
    pub(super) limiter: Limiter,
    #[cfg(feature = "wasi")]
    pub(super) wasi: wasi::Context,
}

#[derive(Clone)]
pub(super) struct Linked {
    module: InstancePre<State>,
    #[cfg(feature = "wasi")]
    uses_wasi: bool,
}

/// Why a module cannot be linked.
pub(super) enum Unlinked {
    /// Nothing provides these imports, each `module.name`.
    Imports(Vec<String>),
    Reason(String),
}

impl From<wasmtime::Error> for Unlinked {
    fn from(error: wasmtime::Error) -> Self {
        Self::Reason(format!("{error:#}"))
    }
}

impl Linked {
    pub(super) fn new(module: &Module) -> Result<Self, Unlinked> {
        #[cfg(feature = "wasi")]
        let linker = wasi::linker(module.engine())?;
        #[cfg(not(feature = "wasi"))]
        let linker = wasmtime::Linker::<State>::new(module.engine());

        let mut store = Store::new(module.engine(), State::new(&Limits::default(), false)?);
        let unknown = module.imports().filter(|import| linker.get_by_import(&mut store, import).is_none());
        let unknown: Vec<String> = unknown.map(|import| format!("{}.{}", import.module(), import.name())).collect();
        if !unknown.is_empty() {
            return Err(Unlinked::Imports(unknown));
        }
        Ok(Self {
            module: linker.instantiate_pre(module)?,
            #[cfg(feature = "wasi")]
            uses_wasi: wasi::is_used_by(module),
        })
    }

    pub(super) fn engine(&self) -> &Engine {
        self.module.module().engine()
    }

    pub(super) fn state(&self, limits: &Limits) -> wasmtime::Result<State> {
        #[cfg(feature = "wasi")]
        return State::new(limits, self.uses_wasi);
        #[cfg(not(feature = "wasi"))]
        State::new(limits, false)
    }

    pub(super) fn instantiate(&self, store: &mut Store<State>) -> wasmtime::Result<Instance> {
        #[cfg(feature = "wasi")]
        if let Some(deadline) = store.data().wasi.deadline() {
            return wasi::wait(deadline, self.module.instantiate_async(store));
        }
        self.module.instantiate(store)
    }
}

impl State {
    #[cfg_attr(not(feature = "wasi"), expect(unused_variables, clippy::unnecessary_wraps))]
    fn new(limits: &Limits, uses_wasi: bool) -> wasmtime::Result<Self> {
        Ok(Self {
            limiter: Limiter::new(limits),
            #[cfg(feature = "wasi")]
            wasi: wasi::Context::new(limits, uses_wasi)?,
        })
    }

    /// Each call begins with the whole deadline.
    #[cfg_attr(not(feature = "wasi"), expect(unused_variables))]
    pub(super) fn begin(&mut self, limits: &Limits) {
        self.limiter.refused_memory = false;
        #[cfg(feature = "wasi")]
        self.wasi.begin(limits.deadline);
    }
}

pub(super) fn call(
    store: &mut Store<State>,
    function: Func,
    arguments: &[Val],
    results: &mut [Val],
) -> wasmtime::Result<()> {
    #[cfg(feature = "wasi")]
    if let Some(deadline) = store.data().wasi.deadline() {
        return wasi::wait(deadline, function.call_async(store, arguments, results));
    }
    function.call(store, arguments, results)
}

pub(super) fn call_typed<P, R>(
    store: &mut Store<State>,
    function: &TypedFunc<P, R>,
    arguments: P,
) -> wasmtime::Result<R>
where
    P: WasmParams + Send + Sync,
    R: WasmResults + Send + Sync,
{
    #[cfg(feature = "wasi")]
    if let Some(deadline) = store.data().wasi.deadline() {
        return wasi::wait(deadline, function.call_async(store, arguments));
    }
    function.call(store, arguments)
}
