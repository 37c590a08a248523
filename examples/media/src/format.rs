//! The formats that programs may name.

use aro_sdk::prelude::*;
use image::ImageFormat;

/// The format of an image.
#[derive(Clone, Copy, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Format {
    Gif,
    Jpeg,
    Png,
    Webp,
}

impl Format {
    pub(crate) fn of(format: ImageFormat) -> Option<Self> {
        match format {
            ImageFormat::Gif => Some(Self::Gif),
            ImageFormat::Jpeg => Some(Self::Jpeg),
            ImageFormat::Png => Some(Self::Png),
            ImageFormat::WebP => Some(Self::Webp),
            _ => None,
        }
    }
}
