//! The attributes of `aro-sdk`.
