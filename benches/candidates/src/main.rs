//! Finds the subject of an action in an envelope by several crates, and counts instructions under
//! valgrind: `cargo run --release --manifest-path benches/candidates/Cargo.toml`.
//!
//! sonic-rs chooses its instructions at compile time, so measure it also with
//! `RUSTFLAGS="-C target-feature=+avx2,+pclmulqdq,+bmi2"`. Plugins are rarely built so. The SDK's
//! scan chooses at run time.

mod others;
mod ours;

use std::error::Error;
use std::process::Command;
use std::{env, fs, hint};

use aro_benches::payload;

/// Returns the JSON of the subject.
type Candidate = fn(&str) -> Option<String>;

const CANDIDATES: [(&str, Candidate); 6] = [
    ("the SDK's scan", ours::subject),
    ("sonic-rs, `to_object_iter`", others::sonic_iter),
    ("sonic-rs, `to_object_iter_unchecked` (unsafe)", others::sonic_iter_unchecked),
    ("sonic-rs, `get_many`", others::sonic_get_many),
    ("simd-json, tape", others::simd_json),
    ("serde_json, map of `&RawValue`", others::serde_json),
];

const PAYLOADS: [&str; 6] = ["email-plain", "email-legacy", "email-eager", "csv-10k", "string-1m", "rows-1000"];

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().collect();
    if let [_, candidate, name] = &arguments[..] {
        let (_, find) = CANDIDATES[candidate.parse::<usize>()?];
        let text = payload(name);
        let expected = others::serde_json(&text).ok_or("no subject")?;
        match measured(find, hint::black_box(&text)) {
            Some(found) => assert_eq!(found, expected),
            None => println!("none"),
        }
        return Ok(());
    }
    let features = if cfg!(target_feature = "avx2") { "compiled for AVX2" } else { "compiled for any x86_64" };
    println!("Instructions for each envelope, {features}.\n");
    println!("| | {} |\n|---{}|", PAYLOADS.join(" | "), "|---:".repeat(PAYLOADS.len()));
    for (index, (candidate, _)) in CANDIDATES.iter().enumerate() {
        print!("| {candidate} |");
        for name in PAYLOADS {
            print!(" {} |", count(index, name)?);
        }
        println!();
    }
    Ok(())
}

/// Instructions under valgrind of [`measured`].
fn count(candidate: usize, payload: &str) -> Result<String, Box<dyn Error>> {
    let out = env::temp_dir().join(format!("aro-candidates-{}", std::process::id()));
    let mut valgrind = Command::new("valgrind");
    valgrind
        .args(["--tool=callgrind", "--toggle-collect=measured"])
        .arg(format!("--callgrind-out-file={}", out.display()));
    let output = valgrind.arg(env::current_exe()?).arg(candidate.to_string()).arg(payload).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    let text = fs::read_to_string(&out)?;
    fs::remove_file(&out)?;
    let total = text.lines().find_map(|line| line.strip_prefix("totals: ")).ok_or("callgrind gave no total")?;
    Ok(if output.stdout.is_empty() { total.trim().to_owned() } else { "–".to_owned() })
}

#[unsafe(no_mangle)]
#[inline(never)]
fn measured(find: Candidate, text: &str) -> Option<String> {
    find(text)
}
