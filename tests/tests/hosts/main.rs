//! Programs in other languages that call `examples/geometry`. The programs are examples too: each
//! checks the values that it gets, and prints `ok`.
#![cfg(target_os = "linux")]

mod c;
mod go;
mod header;
mod library;
mod output;
mod scripted;
