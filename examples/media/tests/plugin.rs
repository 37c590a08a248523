//! What programs get, on every host.

use std::io::Cursor;

use aro_host_testkit::{ErrorCode, Host, assert_error, assert_value, for_each_host, plugin};
use data_encoding::BASE64;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use serde_json::{Value, json};

/// An image of this size as base64 text.
fn picture(width: u32, height: u32, format: ImageFormat) -> String {
    let pixel = |x: u32, y: u32| Rgb([(x % 256) as u8, (y % 256) as u8, 128]);
    let mut data = Cursor::new(Vec::new());
    DynamicImage::from(RgbImage::from_fn(width, height, pixel)).write_to(&mut data, format).unwrap();
    BASE64.encode(data.get_ref())
}

/// The image in a reply, read again.
fn image_of(reply: &Value) -> DynamicImage {
    image::load_from_memory(&BASE64.decode(reply["image"].as_str().unwrap().as_bytes()).unwrap()).unwrap()
}

#[test]
fn the_size_and_the_format_are_found_in_the_data() {
    for_each_host(|host| {
        host.load(plugin!());
        for (format, name) in [
            (ImageFormat::Png, "png"),
            (ImageFormat::Jpeg, "jpeg"),
            (ImageFormat::Gif, "gif"),
            (ImageFormat::WebP, "webp"),
        ] {
            let picture = json!({ "photo": picture(30, 20, format) });
            assert_value!(host.run("InspectImage the <i> from the <photo>.", picture), { "width": 30, "height": 20, "format": name });
        }
    });
}

#[test]
fn a_thumbnail_fits_and_keeps_proportions() {
    for_each_host(|host| {
        host.load(plugin!());
        for (from, given, expected) in [
            ((300, 200), "{ width: 30, height: 30 }", (30, 20)),
            ((200, 300), "{ width: 30, height: 30 }", (20, 30)),
            ((300, 200), "{ height: 10 }", (15, 10)),
            ((10, 10), "{ width: 30, height: 30 }", (10, 10)),
        ] {
            let statement = format!("MakeThumbnail the <t> from the <photo> with {given}.");
            let outcome = host.run(&statement, json!({ "photo": picture(from.0, from.1, ImageFormat::Png) })).unwrap();
            let reply = outcome.value().unwrap();
            let image = image_of(reply);
            assert_eq!((image.width(), image.height()), expected, "{given}");
            assert_eq!((&reply["width"], &reply["format"]), (&json!(expected.0), &json!("png")));
        }
        let none = "MakeThumbnail the <t> from the <photo> with { width: 0 }.";
        let photo = json!({ "photo": picture(3, 2, ImageFormat::Png) });
        assert_error!(
            host.run(none, photo),
            ErrorCode::InvalidInput,
            "argument \"width\": expected at least one pixel"
        );
    });
}

#[test]
fn an_image_is_converted_to_each_format() {
    for_each_host(|host| {
        host.load(plugin!());
        for format in ["gif", "jpeg", "png", "webp"] {
            let statement = format!(r#"ConvertImage the <c> from the <photo> with {{ format: "{format}" }}."#);
            let outcome = host.run(&statement, json!({ "photo": picture(40, 30, ImageFormat::Jpeg) })).unwrap();
            let reply = outcome.value().unwrap();
            assert_eq!((image_of(reply).width(), &reply["format"]), (40, &json!(format)));
        }
        let quality = r#"ConvertImage the <c> from the <photo> with { format: "jpeg", quality: 101 }."#;
        let photo = json!({ "photo": picture(3, 2, ImageFormat::Png) });
        assert_error!(host.run(quality, photo.clone()), ErrorCode::InvalidInput, "expected 1 to 100");
        let unknown = r#"ConvertImage the <c> from the <photo> with { format: "bmp" }."#;
        assert_error!(host.run(unknown, photo), ErrorCode::InvalidInput, "format");
    });
}

#[test]
fn what_is_no_image_is_damaged_or_is_too_large_is_an_error() {
    let whole = BASE64.decode(picture(300, 200, ImageFormat::Png).as_bytes()).unwrap();
    let mut huge = whole.clone();
    // The width in the header, without the right checksum: the limit is checked in any case, or
    // the checksum is.
    huge[16..20].copy_from_slice(&100_000_u32.to_be_bytes());
    let checksum = crc32(&huge[12..29]);
    huge[29..33].copy_from_slice(&checksum.to_be_bytes());
    for_each_host(|host| {
        host.load(plugin!());
        for verb in ["InspectImage", "MakeThumbnail"] {
            let statement = format!("{verb} the <i> from the <photo>.");
            let with = |data: &[u8]| json!({ "photo": BASE64.encode(data) });
            assert_error!(
                host.run(&statement, with(b"hello")),
                ErrorCode::InvalidInput,
                "expected a PNG, JPEG, GIF or WebP"
            );
            assert_error!(
                host.run(&statement, with(b"")),
                ErrorCode::InvalidInput,
                "expected a PNG, JPEG, GIF or WebP"
            );
            assert_error!(host.run(&statement, with(&whole[..20])), ErrorCode::InvalidInput, "damaged");
        }
        let statement = "MakeThumbnail the <i> from the <photo>.";
        let photo = json!({ "photo": BASE64.encode(&huge) });
        assert_error!(host.run(statement, photo), ErrorCode::ResourceExhausted, "too large");
    });
}

/// The checksum of a PNG chunk.
fn crc32(data: &[u8]) -> u32 {
    !data.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 })
    })
}

#[test]
fn the_program_of_the_readme_prints_what_the_readme_says() {
    let readme = include_str!("../README.md");
    let block = |language: &str| readme.split_once(&format!("```{language}\n")).unwrap().1.split_once("```").unwrap().0;
    let mut host = Host::eager();
    host.load(plugin!());
    let outcome = host.run_application(block("aro")).unwrap();
    assert_eq!(outcome.output.join("\n") + "\n", block("text"));
}
