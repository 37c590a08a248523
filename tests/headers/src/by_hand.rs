//! Typed exports of `examples/geometry` without the SDK. cbindgen reads this file.

use std::ffi::{c_char, c_void};
use std::process::abort;

#[repr(C)]
pub struct AroError {
    pub code: i32,
    pub message: *mut c_char,
    pub message_len: usize,
}

#[repr(C)]
pub struct geometry_Point {
    pub x: f64,
    pub y: f64,
}

/// A Rust enum could not be a parameter: the caller can pass any number.
pub type geometry_Orientation = i32;

#[repr(C)]
pub struct geometry_Track {
    pub slot: u64,
    pub tag: u64,
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn geometry_free(pointer: *mut c_void) {
    abort()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn geometry_last_error(message: *mut *const c_char, message_len: *mut usize) -> i32 {
    abort()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn geometry_describe() -> *const c_char {
    abort()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn geometry_add(a: i32, b: i32) -> i32 {
    abort()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn geometry_sum(values: *const f64, values_len: usize) -> f64 {
    abort()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn geometry_checksum(data: *const u8, data_len: usize) -> u32 {
    abort()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn geometry_greet(
    name: *const c_char,
    name_len: usize,
    out: *mut *mut c_char,
    out_len: *mut usize,
    error: *mut AroError,
) -> i32 {
    abort()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn geometry_reverse(
    text: *const c_char,
    text_len: usize,
    out: *mut *mut c_char,
    out_len: *mut usize,
    error: *mut AroError,
) -> i32 {
    abort()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn geometry_panic_with(
    message: *const c_char,
    message_len: usize,
    out: *mut *mut c_char,
    out_len: *mut usize,
    error: *mut AroError,
) -> i32 {
    abort()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn geometry_distance(a: geometry_Point, b: geometry_Point) -> f64 {
    abort()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn geometry_midpoint(a: geometry_Point, b: geometry_Point) -> geometry_Point {
    abort()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn geometry_orientation(
    a: geometry_Point,
    b: geometry_Point,
    c: geometry_Point,
) -> geometry_Orientation {
    abort()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn geometry_opposite(orientation: geometry_Orientation) -> geometry_Orientation {
    abort()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn geometry_parse_point(
    text: *const c_char,
    text_len: usize,
    out: *mut geometry_Point,
    error: *mut AroError,
) -> i32 {
    abort()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn geometry_area(
    corners: *const geometry_Point,
    corners_len: usize,
    out: *mut f64,
    error: *mut AroError,
) -> i32 {
    abort()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn geometry_longest_side(
    corners: *const geometry_Point,
    corners_len: usize,
    out: *mut f64,
    error: *mut AroError,
) -> i32 {
    abort()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn geometry_contains(
    corners: *const geometry_Point,
    corners_len: usize,
    point: geometry_Point,
) -> bool {
    abort()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn geometry_convex_hull(
    points: *const geometry_Point,
    points_len: usize,
    out: *mut *mut geometry_Point,
    out_len: *mut usize,
    error: *mut AroError,
) -> i32 {
    abort()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn geometry_to_wkt(
    corners: *const geometry_Point,
    corners_len: usize,
    out: *mut *mut c_char,
    out_len: *mut usize,
    error: *mut AroError,
) -> i32 {
    abort()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn geometry_track_new(
    name: *const c_char,
    name_len: usize,
    out: *mut geometry_Track,
    error: *mut AroError,
) -> i32 {
    abort()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn geometry_track_name(
    self_: geometry_Track,
    out: *mut *mut c_char,
    out_len: *mut usize,
    error: *mut AroError,
) -> i32 {
    abort()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn geometry_track_push(self_: geometry_Track, point: geometry_Point) {
    abort()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn geometry_track_count(self_: geometry_Track) -> u64 {
    abort()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn geometry_track_length(self_: geometry_Track) -> f64 {
    abort()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn geometry_track_last(
    self_: geometry_Track,
    out: *mut geometry_Point,
    error: *mut AroError,
) -> i32 {
    abort()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn geometry_track_points(
    self_: geometry_Track,
    out: *mut *mut geometry_Point,
    out_len: *mut usize,
    error: *mut AroError,
) -> i32 {
    abort()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn geometry_track_free(self_: geometry_Track) {
    abort()
}
