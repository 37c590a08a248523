//! The action `MakeThumbnail`.

use aro_sdk::Bytes;
use aro_sdk::prelude::*;

use crate::format::Format;
use crate::picture::{self, Encoded};

/// Makes an image small enough for `width` and `height`, in pixels, and keeps its proportions.
///
/// An image that is small enough keeps its size. `format` is that of the image unless it is given;
/// `quality`, from 1 to 100, counts for `jpeg`.
#[aro_action(verbs = ["MakeThumbnail"], prepositions = ["from", "with"])]
fn make_thumbnail(
    image: Bytes,
    #[arg(default = 256)] width: u32,
    #[arg(default = 256)] height: u32,
    format: Option<Format>,
    #[arg(default = 80)] quality: u8,
) -> Result<Encoded> {
    for (name, side) in [("width", width), ("height", height)] {
        if side == 0 {
            return Err(Error::invalid_input(format!("argument \"{name}\": expected at least one pixel, got 0"))
                .with_detail("argument", name));
        }
    }
    let (picture, own) = picture::decode(&image)?;
    let fits = picture.width() <= width && picture.height() <= height;
    let small = if fits { picture } else { picture.thumbnail(width, height) };
    picture::encode(&small, format.unwrap_or(own), quality)
}
