//! Chapters, and the packages that their code is.

use std::fs;
use std::path::{Path, PathBuf};

use crate::blocks::{Block, blocks};

pub(crate) struct Chapter {
    /// The file in `book/src`.
    pub(crate) file: String,
    pub(crate) text: String,
    pub(crate) blocks: Vec<Block>,
}

impl Chapter {
    /// The package's name: that of the file.
    pub(crate) fn package(&self) -> String {
        format!("book-{}", self.file.trim_end_matches(".md"))
    }

    pub(crate) fn place(&self, block: &Block) -> String {
        format!("book/src/{}:{}", self.file, block.line)
    }

    /// The plugin that the chapter's programs use: its own, or one that it names with a comment
    /// `<!-- plugin: examples/csv -->`.
    pub(crate) fn other_plugin(&self) -> Option<PathBuf> {
        let (_, rest) = self.text.split_once("<!-- plugin: ")?;
        Some(root().join(rest.split_once(" -->")?.0))
    }

    /// The text of all blocks that are marked so.
    pub(crate) fn code(&self, info: &str) -> Option<String> {
        let of_kind = self.blocks.iter().filter(|block| block.info == info);
        // mdBook hides what follows `# `; the compiler sees it.
        let shown = |line: &str| match line.trim_start() {
            "#" => String::new(),
            hidden => hidden.strip_prefix("# ").unwrap_or(line).to_owned(),
        };
        let text: Vec<String> = of_kind.flat_map(|block| block.text.lines()).map(shown).collect();
        (!text.is_empty()).then(|| text.join("\n") + "\n")
    }
}

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Where this workspace's dependencies are built already.
pub(crate) fn target_dir() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap()
}

/// The folder with the packages.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("book")
}

/// The chapters, by their file's name.
pub(crate) fn chapters() -> Vec<Chapter> {
    let mut chapters = Vec::new();
    for entry in fs::read_dir(root().join("book/src")).unwrap() {
        let path = entry.unwrap().path();
        let file = path.file_name().unwrap().to_str().unwrap().to_owned();
        if file.ends_with(".md") && file != "SUMMARY.md" {
            let text = fs::read_to_string(&path).unwrap();
            chapters.push(Chapter { blocks: blocks(&text), file, text });
        }
    }
    chapters.sort_by(|a, b| a.file.cmp(&b.file));
    chapters
}

/// The targets of the links in Markdown, outside of code.
pub(crate) fn links(text: &str) -> Vec<String> {
    let outside_of_blocks = text.split("```").step_by(2);
    let targets = outside_of_blocks.flat_map(|text| text.split("](").skip(1));
    targets.filter_map(|rest| rest.split_once(')')).map(|(target, _)| target.to_owned()).collect()
}

/// Writes a package for each chapter with Rust code, and the workspace of them all.
pub(crate) fn write_workspace(chapters: &[Chapter]) -> PathBuf {
    let folder = folder();
    let mut members = Vec::new();
    for chapter in chapters {
        let name = chapter.package();
        if let Some(code) = chapter.code("rust") {
            let test = chapter.code("rust,test");
            write_package(&folder, &name, &manifest(chapter, &name), &code, test.as_deref());
            members.push(name);
        }
        if let Some(code) = chapter.code("rust,by-hand") {
            let name = format!("{}-by-hand", chapter.package());
            let manifest = with_paths(&package_manifest(&name, "serde_json = \"1\"\n"));
            write_package(&folder, &name, &manifest, &code, None);
            members.push(name);
        }
    }
    // The dependencies are compiled as for this workspace, so the profile is the same.
    let workspace = format!(
        "[workspace]\nresolver = \"3\"\nmembers = {members:?}\n\n[profile.dev]\ndebug = \"line-tables-only\"\n"
    );
    write(&folder.join("Cargo.toml"), &workspace);
    // The same versions as here, so that nothing has to be fetched.
    fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    folder
}

fn write_package(folder: &Path, name: &str, manifest: &str, code: &str, test: Option<&str>) {
    write(&folder.join(name).join("Cargo.toml"), manifest);
    write(&folder.join(name).join("src/lib.rs"), code);
    if let Some(test) = test {
        write(&folder.join(name).join("tests/plugin.rs"), test);
        write(&folder.join(name).join("plugin.yaml"), &plugin_yaml(name, code));
    }
}

/// What `cargo aro build` would write for the package.
fn plugin_yaml(name: &str, code: &str) -> String {
    let handle =
        code.split_once("handle = \"").and_then(|(_, rest)| rest.split_once('"')).map_or("", |(handle, _)| handle);
    let library = libloading::library_filename(name.replace('-', "_"));
    format!(
        "name: {name}\nversion: 0.1.0\nhandle: {handle}\nprovides:\n  - type: rust-plugin\n    path: .\n    build:\n      \
         cargo-target: release\n      output: target/release/{}\n",
        library.display()
    )
}

/// The manifest that the chapter shows, or one with the dependencies that it shows.
fn manifest(chapter: &Chapter, name: &str) -> String {
    if let Some(shown) = chapter.code("toml,manifest") {
        let package = shown.split('"').nth(1).expect("the package has a name").to_owned();
        return with_paths(&shown.replacen(&package, name, 1));
    }
    let more = chapter.code("toml,dependencies").unwrap_or_default();
    let more = more.trim_start_matches("[dependencies]\n");
    let usual = [
        "aro-sdk = { path = \"../aro-plugin-sdk-rust/sdk\" }\n",
        "serde = { version = \"1\", features = [\"derive\"] }\n",
        "serde_json = \"1\"\n",
    ];
    let is_shown = |line: &str| more.contains(&line[..=line.find('=').expect("a dependency has a value")]);
    let usual: String = usual.into_iter().filter(|line| !is_shown(line)).collect();
    with_paths(&package_manifest(name, &format!("{usual}{more}")))
}

fn package_manifest(name: &str, dependencies: &str) -> String {
    format!(
        "[package]\nname = {name:?}\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[lib]\ncrate-type = [\"cdylib\"]\n\n\
         [dependencies]\n{dependencies}\n[dev-dependencies]\n\
         aro-host-testkit = {{ path = \"../aro-plugin-sdk-rust/host-testkit\" }}\n"
    )
}

/// With the paths of this clone in place of those that the book shows.
fn with_paths(manifest: &str) -> String {
    let mut manifest = manifest.to_owned();
    for folder in ["sdk", "host-testkit"] {
        let shown = format!("\"../aro-plugin-sdk-rust/{folder}\"");
        // A TOML literal: a backslash in the path is one.
        manifest = manifest.replace(&shown, &format!("'{}'", root().join(folder).display()));
    }
    manifest
}

/// Writes what has changed, so that cargo rebuilds no more than that.
fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    if fs::read_to_string(path).is_ok_and(|kept| kept == text) {
        return;
    }
    fs::write(path, text).unwrap();
}
