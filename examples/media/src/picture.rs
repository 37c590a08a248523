//! Images as data: read within limits, and written.

use std::io::Cursor;

use aro_sdk::Bytes;
use aro_sdk::prelude::*;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::{gif::GifEncoder, png::PngEncoder, webp::WebPEncoder};
use image::{DynamicImage, ImageError, ImageReader, Limits};

use crate::format::Format;

/// The largest width and height, in pixels.
const MAX_SIDE: u32 = 16_384;
/// The memory that decoding may take, in bytes.
const MAX_MEMORY: u64 = 256 << 20;

/// A reader of the data, within the limits, and the format of the data.
pub(crate) fn reader(data: &[u8]) -> Result<(ImageReader<Cursor<&[u8]>>, Format)> {
    let mut reader = ImageReader::new(Cursor::new(data)).with_guessed_format()?;
    let format = reader.format().and_then(Format::of).ok_or_else(|| {
        Error::invalid_input("argument \"image\": expected a PNG, JPEG, GIF or WebP image, got other data")
            .with_detail("argument", "image")
    })?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_MEMORY);
    reader.limits(limits);
    Ok((reader, format))
}

/// The picture and the format of the data.
pub(crate) fn decode(data: &[u8]) -> Result<(DynamicImage, Format)> {
    let (reader, format) = reader(data)?;
    Ok((reader.decode().map_err(refused)?, format))
}

/// The error of data that cannot be read as an image.
pub(crate) fn refused(error: ImageError) -> Error {
    match error {
        ImageError::Limits(_) => Error::resource_exhausted(format!(
            "the image is too large: expected at most {MAX_SIDE} pixels on a side and {} MiB, but {error}",
            MAX_MEMORY >> 20
        )),
        _ => Error::invalid_input(format!("argument \"image\": the image is damaged or of an unknown kind: {error}")),
    }
    .with_detail("argument", "image")
}

/// An image as a reply.
#[derive(Serialize)]
pub(crate) struct Encoded {
    image: Bytes,
    format: Format,
    width: u32,
    height: u32,
}

/// Writes a picture. `quality`, from 1 to 100, counts for JPEG only.
pub(crate) fn encode(picture: &DynamicImage, format: Format, quality: u8) -> Result<Encoded> {
    if !(1..=100).contains(&quality) {
        return Err(Error::invalid_input(format!("argument \"quality\": expected 1 to 100, got {quality}"))
            .with_detail("argument", "quality"));
    }
    let mut data = Vec::new();
    match format {
        Format::Gif => GifEncoder::new(&mut data).encode_frame(image::Frame::new(picture.to_rgba8()))?,
        // JPEG has no transparency, and eight bits for each colour.
        Format::Jpeg => picture.to_rgb8().write_with_encoder(JpegEncoder::new_with_quality(&mut data, quality))?,
        Format::Png => picture.write_with_encoder(PngEncoder::new(&mut data))?,
        Format::Webp => picture.to_rgba8().write_with_encoder(WebPEncoder::new_lossless(&mut data))?,
    }
    Ok(Encoded { image: Bytes::new(data), format, width: picture.width(), height: picture.height() })
}
