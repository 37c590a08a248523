//! Tells the testkit for which target it is compiled, which only a build script knows.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let target = std::env::var("TARGET").unwrap_or_default();
    println!("cargo::rustc-env=ARO_HOST_TESTKIT_TARGET={target}");
}
