//! ARO actions that measure, shrink and convert images.
//!
//! ```aro
//! InspectImage  the <size>      from the <picture>.
//! MakeThumbnail the <thumbnail> from the <picture> with { width: 200, height: 200 }.
//! ConvertImage  the <jpeg>      from the <picture> with { format: "jpeg", quality: 80 }.
//! ```
//!
//! An image is binary data: base64 text in a program. PNG, JPEG, GIF and WebP are read and written;
//! of an animation, the first picture counts. The format is found in the data, not in a name.
//!
//! An image that claims to be larger than 16,384 pixels on a side, or needs more than 256 MiB, is
//! refused before its pixels are decoded: a small file can hold a huge picture.

mod convert;
mod format;
mod inspect;
mod picture;
mod thumbnail;

aro_sdk::plugin! { handle = "Media" }
