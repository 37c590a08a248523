//! Typed functions survive linkers and optimisers as actions do.

use std::path::Path;

use serde_json::Value;

use crate::alpha;
use crate::build::{Build, LTO};
#[cfg(unix)]
use crate::linked::{GC, link, object};
#[cfg(unix)]
use crate::tools::{linkers, run};

const GEOMETRY: Build = Build { package: "geometry", ..Build::staticlib("geometry-static", &[]) };

/// How many functions and types each library describes.
const GEOMETRY_HAS: (usize, usize) = (24, 3);
const ALPHA_HAS: (usize, usize) = (5, 2);

fn described(description: &Value) -> (usize, usize) {
    let count = |key: &str| description[key].as_array().unwrap().len();
    assert_eq!(description["error"], Value::Null);
    (count("functions"), count("types"))
}

#[test]
#[cfg(unix)]
fn an_archive_gives_all_its_typed_functions_to_whoever_takes_one() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/registration/typed.c");
    let libraries = [
        (GEOMETRY, None, GEOMETRY_HAS, "5 5 0"),
        (Build { label: "geometry-static-release", cargo: &["--release"], ..GEOMETRY }, None, GEOMETRY_HAS, "5 5 0"),
        (Build { label: "geometry-static-lto", cargo: LTO, ..GEOMETRY }, None, GEOMETRY_HAS, "5 5 0"),
        (
            Build { label: "geometry-static-units", rustc: &["-Ccodegen-units=256"], ..GEOMETRY },
            None,
            GEOMETRY_HAS,
            "5 5 0",
        ),
        (Build::staticlib("static", &[]), Some("-DALPHA"), ALPHA_HAS, "42 3"),
        (Build::staticlib("static-release", &["--release"]), Some("-DALPHA"), ALPHA_HAS, "42 3"),
    ];
    for (build, flag, has, answers) in libraries {
        let label = format!("typed-{}", build.label);
        let Some(program) = object(&label, &source, flag.as_slice()) else { return };
        let built = build.build();
        for linker in linkers() {
            for gc in GC {
                let flags: Vec<&str> = linker.iter().map(String::as_str).chain(gc.iter().copied()).collect();
                let program = link(&label, &program, &flags, &[built.library.as_os_str()], &built.system).unwrap();
                let said = run(&mut std::process::Command::new(&program));
                let (description, rest) = said.split_once('\n').unwrap();
                assert_eq!(described(&serde_json::from_str(description).unwrap()), has, "{label} {flags:?}");
                assert_eq!(rest.trim(), answers, "{label} {flags:?}");
            }
        }
    }
}

#[test]
fn no_optimiser_loses_a_typed_function() {
    let units = Build { rustc: &["-Ccodegen-units=256"], ..Build::cdylib("alpha-units", "alpha") };
    let lto = Build { cargo: LTO, ..Build::cdylib("alpha-lto", "alpha") };
    for build in [alpha::DEBUG, alpha::RELEASE, units, lto] {
        let path = build.build().library;
        // SAFETY: the fixture does nothing when it is loaded.
        let library = unsafe { libloading::Library::new(&path) }.unwrap();
        type Describe = unsafe extern "C" fn() -> *const std::ffi::c_char;
        // SAFETY: this is its signature.
        let describe = *unsafe { library.get::<Describe>("alpha_describe") }.unwrap();
        // SAFETY: as above.
        let text = unsafe { describe() };
        // SAFETY: it returns a string that stays.
        let text = unsafe { std::ffi::CStr::from_ptr(text) };
        assert_eq!(described(&serde_json::from_slice(text.to_bytes()).unwrap()), ALPHA_HAS, "{}", path.display());
    }
}
