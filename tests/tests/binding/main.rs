//! What each attribute and type of a parameter takes, and what each type of result becomes: through
//! a real library, as a host calls it.

mod attributes;
mod context;
mod errors;
mod metadata;
mod returns;
mod types;
