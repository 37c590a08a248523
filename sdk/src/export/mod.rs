//! Typed C functions: what `#[aro_export]` calls in a running library.
//!
//! Generated code has a C signature and calls the functions here, which read what C passed, run
//! the author's function inside the panic guard, and hand its result out. `aro_abi::typed` has the
//! rules and the names.
//!
//! | module | what it does |
//! |---|---|
//! | `functions` | `<crate>_last_error`, `<crate>_free`, `<crate>_describe` |
//! | `call` | runs a function in the plain form or in the status form |
//! | `out` | out-parameters: what a status function writes |
//! | `returned` | takes `Option`s and `Result`s apart |
//! | `value`, `slice` | what crosses by value, and what by pointer and length |
//! | `object`, `handle` | objects that C has handles of |
//! | `buffer` | memory that C gets and frees |
//! | `last_error` | the error of a thread's last plain call |
//! | `library`, `describe`, `hash`, `descriptors` | what the library exports, in words |

mod buffer;
mod call;
mod describe;
mod descriptors;
mod functions;
mod handle;
mod hash;
mod last_error;
mod library;
mod object;
mod out;
mod returned;
mod slice;
mod value;

pub use call::{AroError, plain, status};
pub use describe::DESCRIBER;
pub use descriptors::{
    ExportItem, ExportedField, ExportedFunction, ExportedObject, ExportedParam, ExportedReturn, ExportedType,
    ExportedVariant, FunctionRole, ParamType, ReturnType, TypeKind, assert_layout, assert_number,
};
pub use functions::{describe, free_buffer, last_error};
pub use handle::Handle;
pub use library::{ExportLibrary, LibraryInfo};
pub use object::{CObject, Objects, ThreadSafe, free_object, insert, object};
pub use out::{CResult, OutNothing, OutString, OutValue, OutVec, ReturnsString, ReturnsVec, out_string};
pub use returned::{Failure, ReturnsOption, ReturnsResult};
pub use slice::{Borrowed, CSlice, borrow};
pub use value::{CReturn, CValue, checked, checked_field, invalid_enum, value};
