//! Values that a user gives on the command line, in a file, or on the standard input stream.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use serde_json::{Map, Value};

use crate::error::Error;

/// The text of an argument: itself, `@PATH` for the contents of a file, `-` or `@-` for those of
/// the standard input stream. Also returns what messages call it.
fn text(argument: &str) -> Result<(String, String), Error> {
    let mut text = String::new();
    if argument == "-" || argument == "@-" {
        io::stdin().read_to_string(&mut text).map_err(|error| {
            Error::new(format!("cannot read the standard input stream: {error}")).help("it has to be UTF-8")
        })?;
        return Ok((text, "standard input".to_owned()));
    }
    let Some(path) = argument.strip_prefix('@') else { return Ok((argument.to_owned(), "the input".to_owned())) };
    let path = Path::new(path);
    if fs::metadata(path).is_ok_and(|metadata| metadata.is_dir()) {
        return Err(Error::new(format!("`{}` is a folder", path.display())).help("pass the path of a file after `@`"));
    }
    text = fs::read_to_string(path).map_err(|error| {
        Error::io("read", path, &error).help("`@PATH` is the contents of a file, and `-` is the standard input stream")
    })?;
    Ok((text, path.display().to_string()))
}

/// JSON from an argument.
pub(crate) fn json(argument: &str) -> Result<Value, Error> {
    let (text, name) = text(argument)?;
    serde_json::from_str(&text).map_err(|error| {
        let line: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
        let at = (line + error.column().saturating_sub(1)).min(text.len());
        let reason = error.to_string();
        let reason = reason.split(" at line ").next().unwrap_or_default();
        Error::new(format!("{name} is not JSON"))
            .at(Path::new(&name), &text, at..at + 1, reason)
            .help("pass a value such as '{\"value\": \"a@b.io\"}'; strings need their double quotes")
    })
}

/// A JSON object from an argument.
pub(crate) fn object(argument: &str) -> Result<Value, Error> {
    match json(argument)? {
        object @ Value::Object(_) => Ok(object),
        other => Err(Error::new(format!("the input is {other}, and not an object"))
            .help("pass the arguments by their names, such as '{\"value\": \"a@b.io\"}'")),
    }
}

/// Variables from `NAME=VALUE`. A value is JSON, `@PATH` for the text of a file, or else a text.
pub(crate) fn bindings(arguments: &[String]) -> Result<Value, Error> {
    let mut variables = Map::new();
    for argument in arguments {
        let Some((name, value)) = argument.split_once('=').filter(|(name, _)| !name.trim().is_empty()) else {
            return Err(Error::new(format!("`{argument}` is not a variable"))
                .help("write `--bind NAME=VALUE`, such as `--bind email=a@b.io` or `--bind 'ids=[1, 2]'`"));
        };
        let value = if value.starts_with('@') || value == "-" {
            text(value)?.0.into()
        } else {
            serde_json::from_str(value).unwrap_or_else(|_| value.into())
        };
        variables.insert(name.trim().to_owned(), value);
    }
    Ok(variables.into())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_variable_is_json_a_file_or_a_text() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let path = dir.path().join("ä b.txt");
        fs::write(&path, "1,2").expect("a file");
        let given = ["n=5", "s=\"5\"", "t=a@b.io", "e=", "l=[1]", "q=a=b", "z=null"].map(str::to_owned).to_vec();
        let file = [format!("f=@{}", path.display())];
        assert_eq!(
            bindings(&[given, file.to_vec()].concat()).expect("variables"),
            json!({ "n": 5, "s": "5", "t": "a@b.io", "e": "", "l": [1], "q": "a=b", "z": null, "f": "1,2" })
        );
        for wrong in ["", "=", "=5", "name", " =1", "x=@/no/such/file"] {
            let error = bindings(&[wrong.to_owned()]).expect_err(wrong).render(false);
            assert!(error.contains("help: "), "{error}");
        }
    }

    #[test]
    fn what_is_no_json_is_shown_at_its_place() {
        for wrong in ["", "{", "{\"a\": 1,}", "ä", "{\"ä\": ö}", "{}\n{}", "a@b.io", "1e400"] {
            let error = json(wrong).expect_err(wrong).render(false);
            assert!(error.contains("is not JSON") && error.contains("help: "), "{error}");
        }
        let error = json("{\n  \"a\": x\n}").expect_err("no JSON").render(false);
        assert!(error.contains("the input:2:8"), "{error}");
        assert!(object("[1]").expect_err("no object").render(false).contains("not an object"));
        assert!(json("@/").expect_err("a folder").to_string().contains("is a folder"));
    }
}
