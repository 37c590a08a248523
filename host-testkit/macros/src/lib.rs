//! What `aro_host_testkit::plugin!` needs at compile time: which features the package under test
//! has, and which of them are on.
//!
//! `cargo test --features loud` builds the test with the feature, but the library that the test
//! loads is built by another run of cargo, which does not know of it. No variable of the test's
//! environment tells the features. A crate sees its own by `cfg!(feature = "…")`, for names that it
//! knows, and the names are in its manifest.

#![forbid(unsafe_code)]

use std::env;
use std::path::PathBuf;

use cargo_metadata::MetadataCommand;
use proc_macro::TokenStream;

/// Expands to an array with a pair for each feature of the package that is compiled: its name, and
/// `cfg!(feature = "…")`.
#[proc_macro]
pub fn features(_: TokenStream) -> TokenStream {
    let code = match names() {
        Ok(names) => {
            let pairs = names.iter().map(|name| format!("({name:?}, ::core::cfg!(feature = {name:?})),"));
            format!("[{}]", pairs.collect::<String>())
        }
        Err(reason) => {
            let message = format!(
                "cannot read the features of the package under test: {reason}; name them in the test instead: \
                 Plugin::builder(env!(\"CARGO_MANIFEST_DIR\")).features([\"…\"])"
            );
            format!("::core::compile_error!({message:?})")
        }
    };
    code.parse().unwrap_or_default()
}

/// The names of all features, as cargo reads them: optional dependencies among them.
fn names() -> Result<Vec<String>, String> {
    let folder = env::var_os("CARGO_MANIFEST_DIR").ok_or("cargo does not run the compiler")?;
    let manifest = PathBuf::from(folder).join("Cargo.toml");
    // Without dependencies, cargo neither resolves nor locks anything.
    let metadata =
        MetadataCommand::new().manifest_path(&manifest).no_deps().other_options(["--offline".to_owned()]).exec();
    let metadata = metadata.map_err(|error| error.to_string())?;
    let package = metadata.packages.into_iter().find(|package| package.manifest_path.as_std_path() == manifest);
    let package = package.ok_or_else(|| format!("{} has no package", manifest.display()))?;
    Ok(package.features.into_keys().collect())
}
