//! Compares places where the code of a plugin can run, and writes the table in docs/wasm.md:
//!
//! ```sh
//! export ARO_WASM_RUSTC=$(scripts/wasm-std abort)
//! cargo run --release -p aro-benches --features wasm --bin comparison
//! ```
//!
//! Each figure is from processes of their own: this program starts itself for each place and each
//! function.

mod built;
mod figures;
mod module;
mod native;
mod page;
mod work;

use std::env;
use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use built::Built;
use figures::Figures;
use work::Work;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Where the code runs, and how it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Static,
    Library,
    LibraryAbi,
    ModulePlain,
    ModuleAhead,
    ModuleAtLoad,
}

impl Place {
    const ALL: [(Place, &str); 6] = [
        (Place::Static, "static call"),
        (Place::Library, "cdylib, a C function by `libloading`"),
        (Place::LibraryAbi, "cdylib, the ARO ABI"),
        (Place::ModulePlain, "wasmtime, a C function, compiled ahead"),
        (Place::ModuleAhead, "wasmtime, the ARO ABI, compiled ahead"),
        (Place::ModuleAtLoad, "wasmtime, the ARO ABI, compiled at load"),
    ];
}

/// Something that is ready to be called. The number that a call returns is the same in each place.
trait Prepared {
    fn call(&mut self) -> i64;
}

fn prepare(place: Place, work: &'static Work, built: &Built) -> Result<Box<dyn Prepared>> {
    Ok(match place {
        Place::Static => Box::new(native::Static(work)),
        Place::Library => Box::new(native::Plain::new(&built.library, work)?),
        Place::LibraryAbi => Box::new(native::Abi::new(&built.library, work)?),
        Place::ModulePlain => Box::new(module::Plain::new(module::ahead(&built.ahead)?, work)?),
        Place::ModuleAhead => Box::new(module::Abi::new(module::ahead(&built.ahead)?, work)?),
        Place::ModuleAtLoad => Box::new(module::Abi::new(module::at_load(&built.module)?, work)?),
    })
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        // This program starts itself with these arguments.
        ["--measure", place, work, library, module, ahead] => {
            let place = Place::ALL[place.parse::<usize>()?].0;
            let built = Built { library: library.into(), module: module.into(), ahead: ahead.into() };
            println!("{}", Figures::measure(place, &Work::all()[work.parse::<usize>()?], &built)?.to_json());
            Ok(())
        }
        [] => {
            let built = Built::build()?;
            let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/wasm.md");
            page::write(&docs, &page::table(&built)?)?;
            println!("written: docs/wasm.md");
            Ok(())
        }
        _ => Err(format!("unknown arguments {arguments:?}, expected none").into()),
    }
}
