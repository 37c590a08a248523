//! The parameter type [`State`].

use std::ops::Deref;
use std::sync::Arc;

use super::{Call, FromCall};
use crate::error::Result;
use crate::reply::IntoError;

/// One shared value of the type `T` per plugin: a parameter of this type takes no argument's place.
///
/// The value is what `#[aro_init]` returned, or else `T::default()`, made when it is first asked
/// for. Calls overlap on several threads, so `T` is `Send + Sync` and changes behind a lock or an
/// atomic. Two plugins, and two loaded copies of one plugin, never share it. At shutdown the plugin
/// drops its reference; a call that still runs keeps its own. [`State::for_test`] makes one for a
/// unit test.
///
/// # Errors
///
/// The call answers with code 7 when no value was returned by `#[aro_init]` and `T` has no
/// `Default`, when that `Default` calls the host and the host calls for the same state, when it
/// runs on another thread and has not returned within the `init_limit` of `plugin!`, and when the
/// plugin was shut down before this call first asked.
///
/// ```
/// # use aro_sdk::prelude::*;
/// # aro_sdk::plugin! { name = "doc-test" }
/// # fn main() {}
/// use std::sync::atomic::{AtomicU64, Ordering};
///
/// #[derive(Default)]
/// struct Tickets(AtomicU64);
///
/// /// Draws the next ticket.
/// #[aro_action(verbs = ["DrawTicket"])]
/// fn draw_ticket(tickets: State<Tickets>) -> u64 {
///     tickets.0.fetch_add(1, Ordering::Relaxed)
/// }
/// ```
#[derive(Debug)]
pub struct State<T: ?Sized>(pub(super) Arc<T>);

impl<T: ?Sized> Clone for State<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T: ?Sized> Deref for State<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// What can be shared by overlapping calls: anything `Send + Sync + 'static`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be shared between the calls of a plugin",
    label = "calls run on several threads at the same time, so this must be `Send + Sync + 'static`",
    note = "use `Arc`, `Mutex`, `RwLock` or atomics instead of `Rc`, `Cell` and `RefCell`"
)]
pub trait Shared: Send + Sync + 'static {}

#[diagnostic::do_not_recommend]
impl<T: Send + Sync + 'static> Shared for T {}

impl<'call, T: Shared> FromCall<'call> for State<T> {
    fn from_call(call: &'call Call<'_>) -> Result<Self> {
        get(call, None)
    }
}

/// The state of the type `T`. If it is not there, `make` makes it.
///
/// # Errors
///
/// Code 7 when there is no value and none can be made.
pub fn state<T: Shared>(call: &Call<'_>, make: Option<fn() -> T>) -> Result<State<T>> {
    get(call, make)
}

fn get<T: Shared>(call: &Call<'_>, make: Option<fn() -> T>) -> Result<State<T>> {
    let context = call.context();
    context.states().get(context.init_limit(), make).map(State)
}

/// What `#[aro_init]` returned becomes the plugin's state.
///
/// # Errors
///
/// What the function returned as its error.
pub fn keep_state<T: Shared, E: IntoError<Via>, Via>(call: &Call<'_>, returned: Result<T, E>) -> Result<()> {
    call.context().states().set(returned.map_err(IntoError::into_error)?)
}
