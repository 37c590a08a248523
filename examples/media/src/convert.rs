//! The action `ConvertImage`.

use aro_sdk::Bytes;
use aro_sdk::prelude::*;

use crate::format::Format;
use crate::picture::{self, Encoded};

/// Writes an image in another format: `gif`, `jpeg`, `png` or `webp` (without loss).
///
/// `quality`, from 1 to 100, counts for `jpeg`, which drops transparency.
#[aro_action(verbs = ["ConvertImage"], prepositions = ["from", "with"])]
fn convert_image(image: Bytes, format: Format, #[arg(default = 80)] quality: u8) -> Result<Encoded> {
    picture::encode(&picture::decode(&image)?.0, format, quality)
}
