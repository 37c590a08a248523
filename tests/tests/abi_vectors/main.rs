//! Every captured exchange of qualifiers, services, system objects, events, the life cycle and
//! replies, replayed against a plugin that is made with the SDK. What is expected comes from the
//! capture.

mod calls;
mod life;
mod model;
mod replies;
