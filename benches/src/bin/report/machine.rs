//! What the figures depend on besides the code.

use std::collections::BTreeMap;
use std::process::Command;
use std::{env, fs};

use crate::Result;

/// The processor's name.
pub(crate) fn processor() -> String {
    let model = proc_line("model name");
    model.unwrap_or_else(|| env::consts::ARCH.to_owned())
}

/// What instruction counts depend on: the compiler, the C library (whose `memcpy` and `malloc`
/// are counted too), and the processor's extensions for which it and the SDK have special
/// code.
pub(crate) fn of_counts() -> Result<BTreeMap<String, String>> {
    let flags = proc_line("flags").unwrap_or_default();
    // The extensions that valgrind shows to the program; it hides AVX-512 and `fsrm`.
    let relevant = ["avx2", "bmi2", "erms", "pclmulqdq", "sse4_2"];
    let has: Vec<&str> = relevant.into_iter().filter(|name| flags.split(' ').any(|flag| flag == *name)).collect();
    let facts = [
        ("compiler", first_line("rustc", "--version")?),
        ("C library", first_line("ldd", "--version")?),
        ("valgrind", first_line("valgrind", "--version")?),
        ("processor", format!("{} {}", env::consts::ARCH, has.join(" ")).trim().to_owned()),
    ];
    Ok(facts.into_iter().map(|(what, is)| (what.to_owned(), is)).collect())
}

fn proc_line(key: &str) -> Option<String> {
    let info = fs::read_to_string("/proc/cpuinfo").ok()?;
    let line = info.lines().find_map(|line| line.strip_prefix(key))?;
    Some(line.split_once(": ")?.1.to_owned())
}

fn first_line(program: &str, argument: &str) -> Result<String> {
    let output = Command::new(program).arg(argument).output();
    let output = output.map_err(|error| format!("{program} cannot be run ({error}): it is needed here"))?;
    Ok(String::from_utf8(output.stdout)?.lines().next().unwrap_or_default().to_owned())
}
