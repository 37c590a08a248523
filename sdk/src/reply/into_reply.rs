//! What an action may return as its result.

use serde::Serialize;

/// The `T` that an action returns, alone or in a `Result<T, E>`: any `Serialize` type.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the result of a function that programs call",
    label = "cannot be written as JSON",
    note = "a result needs `Serialize`: write `#[derive(Serialize)]` on your type, and on the types inside a list, a map or an `Option`",
    note = "a type of another crate may implement it with that crate's feature `serde`; instead of a future, write `async fn`"
)]
pub trait IntoReply: Serialize {}

#[diagnostic::do_not_recommend]
impl<T: Serialize> IntoReply for T {}
