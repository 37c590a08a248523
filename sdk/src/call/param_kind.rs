//! What a parameter takes, by its type: an argument, something of the call, or a state.
//!
//! `KindOf::<P>::NEW.__kind()` decides by specialization, as
//! [`Extractor`](crate::call::Extractor) does. The metadata and the check of states ask for it, so
//! it runs once or twice in the life of a plugin.

use std::any::{TypeId, type_name};
use std::marker::PhantomData;
use std::ops::Deref;

use serde::Deserialize;

use super::{FromCall, State};
use crate::types::{AroTypes, TypeSet, probed_types};

/// What a parameter takes.
#[derive(Clone, Copy, Debug)]
pub enum ParamKind {
    /// An argument, read from values of the types that the function returns. The function may run
    /// the author's code, so only the metadata calls it.
    Argument(fn() -> TypeSet),
    /// Something of the call.
    OfCall,
    /// A state of the plugin.
    State(StateType),
}

/// The `T` of a `State<T>`, or of what init returns.
#[derive(Clone, Copy, Debug)]
pub struct StateType {
    pub(crate) id: TypeId,
    pub(crate) name: &'static str,
    pub(crate) has_default: bool,
}

impl StateType {
    fn of<T: 'static>(has_default: bool) -> Self {
        Self { id: TypeId::of::<T>(), name: type_name::<T>(), has_default }
    }
}

/// Declares the levels: each dereferences to the next one.
macro_rules! levels {
    ($($(#[doc = $doc:literal])* $level:ident => $next:ident;)* @ $last:ident) => {
        $(
            $(#[doc = $doc])*
            #[derive(Debug)]
            pub struct $level<P: ?Sized>($next<P>);

            impl<P: ?Sized> Deref for $level<P> {
                type Target = $next<P>;

                fn deref(&self) -> &$next<P> {
                    &self.0
                }
            }

            impl<P: ?Sized> $level<P> {
                /// The kind of parameters of the type `P`.
                pub const NEW: Self = Self($next::NEW);
            }
        )*

        /// Any other type. If it cannot be a parameter, rustc says so where it is extracted.
        #[derive(Debug)]
        pub struct $last<P: ?Sized>(PhantomData<P>);

        impl<P: ?Sized> $last<P> {
            const NEW: Self = Self(PhantomData);

            /// Counts as an object.
            pub fn __kind(&self) -> ParamKind {
                ParamKind::Argument(|| TypeSet::OBJECT)
            }
        }
    };
}

levels! {
    /// `State<T>` where `T: Default`.
    KindOf => KindOfState;
    /// `State<T>`.
    KindOfState => KindOfContext;
    /// What implements `FromCall`.
    KindOfContext => KindOfContextReference;
    /// A reference to it.
    KindOfContextReference => KindOfDeclared;
    /// What implements `AroTypes`.
    KindOfDeclared => KindOfRead;
    /// What implements `Deserialize`.
    KindOfRead => KindOfReference;
    /// A reference to it.
    KindOfReference => KindOfOther;
    @ KindOfOther
}

impl<T: Default + 'static> KindOf<State<T>> {
    /// A state with a default.
    pub fn __kind(&self) -> ParamKind {
        ParamKind::State(StateType::of::<T>(true))
    }
}

impl<T: Default + 'static> KindOf<&State<T>> {
    /// A state with a default.
    pub fn __kind(&self) -> ParamKind {
        ParamKind::State(StateType::of::<T>(true))
    }
}

impl<T: 'static> KindOfState<State<T>> {
    /// A state without a default.
    pub fn __kind(&self) -> ParamKind {
        ParamKind::State(StateType::of::<T>(false))
    }
}

impl<T: 'static> KindOfState<&State<T>> {
    /// A state without a default.
    pub fn __kind(&self) -> ParamKind {
        ParamKind::State(StateType::of::<T>(false))
    }
}

impl<'call, T: FromCall<'call>> KindOfContext<T> {
    /// Something of the call.
    pub fn __kind(&self) -> ParamKind {
        ParamKind::OfCall
    }
}

impl<'call, T: FromCall<'call>> KindOfContextReference<&T> {
    /// Something of the call.
    pub fn __kind(&self) -> ParamKind {
        ParamKind::OfCall
    }
}

impl<T: AroTypes + ?Sized> KindOfDeclared<T> {
    /// An argument of the types that it declares.
    pub fn __kind(&self) -> ParamKind {
        ParamKind::Argument(|| T::TYPES)
    }
}

impl<'de, T: Deserialize<'de>> KindOfRead<T> {
    /// An argument of the types that its `Deserialize` asks for.
    pub fn __kind(&self) -> ParamKind {
        ParamKind::Argument(probed_types::<T>)
    }
}

impl<'de, T: Deserialize<'de>> KindOfReference<&T> {
    /// As what it refers to.
    pub fn __kind(&self) -> ParamKind {
        ParamKind::Argument(probed_types::<T>)
    }
}

impl<'de, T: Deserialize<'de>> KindOfReference<Option<&T>> {
    /// As what it refers to, but it may be absent.
    pub fn __kind(&self) -> ParamKind {
        ParamKind::Argument(|| probed_types::<T>().or(TypeSet::OPTIONAL))
    }
}

/// The state that init returns: `ReturnedState::<R>::NEW.__state()`, where `R` is its return type,
/// which may be an alias.
#[derive(Debug)]
pub struct ReturnedState<R>(ReturnedValue<R>);

/// A return type that is not a `Result`.
#[derive(Debug)]
pub struct ReturnedValue<R>(PhantomData<R>);

impl<R> ReturnedState<R> {
    /// For the return type `R`.
    pub const NEW: Self = Self(ReturnedValue(PhantomData));
}

impl<R> Deref for ReturnedState<R> {
    type Target = ReturnedValue<R>;

    fn deref(&self) -> &ReturnedValue<R> {
        &self.0
    }
}

impl<T: 'static, E> ReturnedState<Result<T, E>> {
    /// The `T` of the `Result`.
    pub fn __state(&self) -> StateType {
        StateType::of::<T>(false)
    }
}

impl<T: 'static> ReturnedValue<T> {
    /// The type itself.
    pub fn __state(&self) -> StateType {
        StateType::of::<T>(false)
    }
}
