//! The blocks of code in a chapter.

use aro_host_testkit::{Manifest, check_program};
use serde_json::Value;

/// A block between two lines of three backticks.
pub(crate) struct Block {
    /// The language, and after commas how it is treated.
    pub(crate) info: String,
    pub(crate) text: String,
    /// The line in the chapter, counted from 1.
    pub(crate) line: usize,
}

impl Block {
    /// What the tests do with the block, in a word.
    pub(crate) fn treatment(&self) -> Result<&'static str, String> {
        match self.info.as_str() {
            "rust" | "rust,test" | "rust,by-hand" => Ok("compiled"),
            "rust,included" => Err("code of another file is included with {{#include}}".to_owned()),
            "toml,dependencies" | "toml,manifest" => Ok("compiled"),
            "aro" => check_program(&as_program(&self.text)).map(|()| "played").map_err(|error| error.to_string()),
            "aro,parsed" => {
                check_program(&as_program(&self.text)).map(|()| "parsed").map_err(|error| error.to_string())
            }
            "json" => serde_json::from_str::<Value>(&self.text).map(|_| "read").map_err(|error| error.to_string()),
            "yaml" => Manifest::parse(&self.text).map(|_| "read"),
            "sh" | "text" => Ok("output"),
            // Code in these languages is a file of this repository that other tests build.
            "c" | "go" | "python" | "js" if self.text.trim().starts_with("{{#include ") => Ok("included"),
            other => Err(format!("a block is marked `{other}`, which no test knows (see book/README.md)")),
        }
    }
}

/// The blocks of a chapter.
pub(crate) fn blocks(chapter: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (line, text) in (1..).zip(chapter.lines()) {
        match (open.take(), text.strip_prefix("```")) {
            (None, None) => {}
            (None, Some(info)) => open = Some(Block { info: info.to_owned(), text: String::new(), line }),
            (Some(block), Some("")) => blocks.push(block),
            (Some(mut block), _) => {
                block.text.push_str(text);
                block.text.push('\n');
                open = Some(block);
            }
        }
    }
    assert!(open.is_none(), "the last block does not end");
    blocks
}

/// Whether the text is a whole program, and not only statements.
pub(crate) fn is_program(text: &str) -> bool {
    text.lines().any(|line| line.starts_with('(') && line.trim_end().ends_with('{'))
}

/// The text itself if it is a program, else a program of its statements.
pub(crate) fn as_program(text: &str) -> String {
    if is_program(text) {
        return text.to_owned();
    }
    format!("(Application-Start: Book) {{\n{text}\n    Return an <OK: status> for the <start>.\n}}\n")
}
