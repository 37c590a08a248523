//! The action `InspectImage`.

use aro_sdk::Bytes;
use aro_sdk::prelude::*;

use crate::format::Format;
use crate::picture;

#[derive(Serialize)]
struct Size {
    width: u32,
    height: u32,
    format: Format,
}

/// Tells the size of an image in pixels, and its format. The pixels are not decoded.
#[aro_action(verbs = ["InspectImage"], prepositions = ["from", "with"])]
fn inspect_image(image: Bytes) -> Result<Size> {
    let (reader, format) = picture::reader(&image)?;
    let (width, height) = reader.into_dimensions().map_err(picture::refused)?;
    Ok(Size { width, height, format })
}
