//! ARO plugins.
