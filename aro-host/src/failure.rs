//! Why a function of the library failed: a status with its message.

use aro_host_testkit::{LoadError, PackageError, RunError};

/// What every function returns, as `AroHostStatus` in the header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub(crate) enum Status {
    Ok = 0,
    InvalidHandle = 1,
    InvalidArgument = 2,
    InvalidConfig = 3,
    NotFound = 4,
    AlreadyLoaded = 5,
    LoadFailed = 6,
    Incompatible = 7,
    Dependency = 8,
    Busy = 9,
    InvalidProgram = 10,
    Thrown = 11,
    PluginError = 12,
    Limit = 13,
    Panic = 14,
}

impl Status {
    /// The names in the header, without `ARO_HOST_`.
    #[cfg(test)]
    pub(crate) const ALL: [(Self, &'static str); 15] = [
        (Self::Ok, "OK"),
        (Self::InvalidHandle, "INVALID_HANDLE"),
        (Self::InvalidArgument, "INVALID_ARGUMENT"),
        (Self::InvalidConfig, "INVALID_CONFIG"),
        (Self::NotFound, "NOT_FOUND"),
        (Self::AlreadyLoaded, "ALREADY_LOADED"),
        (Self::LoadFailed, "LOAD_FAILED"),
        (Self::Incompatible, "INCOMPATIBLE"),
        (Self::Dependency, "DEPENDENCY"),
        (Self::Busy, "BUSY"),
        (Self::InvalidProgram, "INVALID_PROGRAM"),
        (Self::Thrown, "THROWN"),
        (Self::PluginError, "PLUGIN_ERROR"),
        (Self::Limit, "LIMIT"),
        (Self::Panic, "PANIC"),
    ];
}

/// Why a function failed.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    pub(crate) status: Status,
    pub(crate) message: String,
    /// The whole reply of a plugin that reported an error.
    pub(crate) reply: Option<String>,
}

impl Failure {
    pub(crate) fn new(status: Status, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), reply: None }
    }

    pub(crate) fn argument(message: impl Into<String>) -> Self {
        Self::new(Status::InvalidArgument, message)
    }

    pub(crate) fn ended() -> Self {
        Self::new(
            Status::InvalidHandle,
            "the handle is of no live runtime: it is NULL, was destroyed, or did not come from aro_host_create; create a \
             runtime, and use its handle until aro_host_destroy",
        )
    }
}

impl From<LoadError> for Failure {
    fn from(error: LoadError) -> Self {
        Self::new(Status::LoadFailed, error.to_string())
    }
}

impl From<PackageError> for Failure {
    fn from(error: PackageError) -> Self {
        let status = match &error {
            PackageError::MissingDependency { .. }
            | PackageError::Cycle { .. }
            | PackageError::VersionMismatch { .. }
            | PackageError::Requirement { .. } => Status::Dependency,
            PackageError::SameName { .. } => Status::AlreadyLoaded,
            _ => Status::LoadFailed,
        };
        Self::new(status, error.to_string())
    }
}

impl From<RunError> for Failure {
    fn from(error: RunError) -> Self {
        let status = match &error {
            RunError::UnknownPlugin { .. } | RunError::UnknownVerb { .. } => Status::NotFound,
            RunError::Bindings { .. } => Status::InvalidArgument,
            _ => Status::InvalidProgram,
        };
        Self::new(status, error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_has_every_status_with_its_number() {
        let header = include_str!("../include/aro_host.h");
        for (index, (status, name)) in Status::ALL.into_iter().enumerate() {
            assert_eq!(status as usize, index);
            let line = format!("ARO_HOST_{name} = {index}");
            assert!(header.contains(&format!("{line},")) || header.contains(&format!("{line}\n")), "{line}");
        }
    }
}
