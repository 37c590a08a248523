//! What a parameter takes, by its type: an argument, something of the call, or a state.
//!
//! `KindOf::<P>::NEW.__kind()` decides by specialization, as
//! [`Extractor`](crate::call::Extractor) does. The metadata and the check of states ask for it, so
//! it runs once or twice in the life of a plugin.

use std::any::{TypeId, type_name};
use std::marker::PhantomData;
use std::ops::Deref;

#[cfg(feature = "schemars")]
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Deserialize;

use super::{FromCall, State};
use crate::types::{AroTypes, KnownType, TypeSet, known_type, probed_types};

/// What a parameter takes.
#[derive(Clone, Copy, Debug)]
pub enum ParamKind {
    /// An argument.
    Argument(ArgumentType),
    /// Something of the call.
    OfCall,
    /// A state of the plugin.
    State(StateType),
}

/// The type of an argument.
#[derive(Clone, Copy, Debug)]
pub struct ArgumentType {
    /// The types of values that it is read from. The function may run the author's code, so only
    /// the metadata calls it.
    types: fn() -> TypeSet,
    /// The type's name, as the compiler has it.
    name: fn() -> &'static str,
    /// Its JSON Schema.
    #[cfg(feature = "schemars")]
    describe: Option<Describe>,
}

/// Makes the JSON Schema of a type.
#[cfg(feature = "schemars")]
type Describe = fn(&mut SchemaGenerator) -> Schema;

impl ArgumentType {
    /// Nothing is known.
    pub(crate) const ANY: Self = Self::new(|| TypeSet::ALL, || "");

    const fn new(types: fn() -> TypeSet, name: fn() -> &'static str) -> Self {
        Self {
            types,
            name,
            #[cfg(feature = "schemars")]
            describe: None,
        }
    }

    /// The same type, whose schema is known.
    #[cfg(feature = "schemars")]
    fn described<T: JsonSchema + ?Sized>(self) -> Self {
        Self { describe: Some(|generator| generator.subschema_for::<T>()), ..self }
    }

    /// The JSON Schema of the type, if it has one.
    #[cfg(feature = "schemars")]
    pub(crate) fn describe(self, generator: &mut SchemaGenerator) -> Option<Schema> {
        self.describe.map(|describe| describe(generator))
    }

    /// The types of values that it is read from.
    pub(crate) fn types(self) -> TypeSet {
        (self.types)().or_known(self.known().and_then(|known| known.types))
    }

    /// The format of its string.
    pub(crate) fn format(self) -> Option<&'static str> {
        self.known()?.format.filter(|_| self.types().reads_strings())
    }

    fn known(self) -> Option<&'static KnownType> {
        known_type((self.name)())
    }
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
                ParamKind::Argument(ArgumentType::new(|| TypeSet::OBJECT, type_name::<P>))
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
    KindOfContextReference => KindOfDescribed;
    /// What implements `JsonSchema` and `AroTypes`.
    KindOfDescribed => KindOfDescribedRead;
    /// What implements `JsonSchema` and `Deserialize`.
    KindOfDescribedRead => KindOfDescribedReference;
    /// A reference to it.
    KindOfDescribedReference => KindOfDeclared;
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

#[cfg(feature = "schemars")]
impl<T: AroTypes + JsonSchema + ?Sized> KindOfDescribed<T> {
    /// An argument of the types that it declares.
    pub fn __kind(&self) -> ParamKind {
        ParamKind::Argument(ArgumentType::new(|| T::TYPES, type_name::<T>).described::<T>())
    }
}

#[cfg(feature = "schemars")]
impl<'de, T: Deserialize<'de> + JsonSchema> KindOfDescribedRead<T> {
    /// An argument of the types that its `Deserialize` asks for.
    pub fn __kind(&self) -> ParamKind {
        ParamKind::Argument(ArgumentType::new(probed_types::<T>, type_name::<T>).described::<T>())
    }
}

#[cfg(feature = "schemars")]
impl<'de, T: Deserialize<'de> + JsonSchema> KindOfDescribedReference<&T> {
    /// As what it refers to.
    pub fn __kind(&self) -> ParamKind {
        ParamKind::Argument(ArgumentType::new(probed_types::<T>, type_name::<T>).described::<T>())
    }
}

#[cfg(feature = "schemars")]
impl<'de, T: Deserialize<'de> + JsonSchema> KindOfDescribedReference<Option<&T>> {
    /// As what it refers to, but it may be absent.
    pub fn __kind(&self) -> ParamKind {
        let types = || probed_types::<T>().or(TypeSet::OPTIONAL);
        ParamKind::Argument(ArgumentType::new(types, type_name::<T>).described::<T>())
    }
}

impl<T: AroTypes + ?Sized> KindOfDeclared<T> {
    /// An argument of the types that it declares.
    pub fn __kind(&self) -> ParamKind {
        ParamKind::Argument(ArgumentType::new(|| T::TYPES, type_name::<T>))
    }
}

impl<'de, T: Deserialize<'de>> KindOfRead<T> {
    /// An argument of the types that its `Deserialize` asks for.
    pub fn __kind(&self) -> ParamKind {
        ParamKind::Argument(ArgumentType::new(probed_types::<T>, type_name::<T>))
    }
}

impl<'de, T: Deserialize<'de>> KindOfReference<&T> {
    /// As what it refers to.
    pub fn __kind(&self) -> ParamKind {
        ParamKind::Argument(ArgumentType::new(probed_types::<T>, type_name::<T>))
    }
}

impl<'de, T: Deserialize<'de>> KindOfReference<Option<&T>> {
    /// As what it refers to, but it may be absent.
    pub fn __kind(&self) -> ParamKind {
        ParamKind::Argument(ArgumentType::new(|| probed_types::<T>().or(TypeSet::OPTIONAL), type_name::<T>))
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
