//! Where a new plugin takes the SDK from.

use std::path::{Path, PathBuf};

use crate::error::Error;

/// The options that say where the SDK is.
#[derive(Clone, Debug, Default, clap::Args)]
pub(crate) struct SdkArgs {
    /// Folder of the SDK's repository [default: what this program was built from]
    #[arg(long, value_name = "DIRECTORY", conflicts_with = "git")]
    path: Option<PathBuf>,

    /// URL of the SDK's git repository
    #[arg(long, value_name = "URL")]
    git: Option<String>,

    /// A branch of that repository
    #[arg(long, requires = "git", conflicts_with_all = ["tag", "rev"])]
    branch: Option<String>,

    /// A tag of that repository
    #[arg(long, requires = "git", conflicts_with = "rev")]
    tag: Option<String>,

    /// A commit of that repository
    #[arg(long, requires = "git")]
    rev: Option<String>,
}

/// Where the SDK is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Sdk {
    /// The folder of its repository.
    Path(String),
    /// Its keys in a dependency, such as `git = "…"`.
    Git(String),
    /// crates.io, with this version.
    Version(&'static str),
}

impl SdkArgs {
    pub(crate) fn sdk(&self) -> Result<Sdk, Error> {
        if let Some(url) = &self.git {
            let mut keys = format!("git = {}", toml(url));
            for (key, value) in [("branch", &self.branch), ("tag", &self.tag), ("rev", &self.rev)] {
                if let Some(value) = value {
                    keys += &format!(", {key} = {}", toml(value));
                }
            }
            return Ok(Sdk::Git(keys));
        }
        if let Some(path) = &self.path {
            return at(path).ok_or_else(|| {
                Error::new(format!("`{}` is not the folder of the SDK's repository", path.display()))
                    .help("pass the folder that has `sdk` and `host-testkit` in it")
            })?;
        }
        match Path::new(env!("CARGO_MANIFEST_DIR")).parent().and_then(at) {
            Some(sdk) => sdk,
            // Cargo unpacks crates of a registry one by one, without the rest of their repository.
            None if env!("CARGO_MANIFEST_DIR").contains("registry") => Ok(Sdk::Version(env!("CARGO_PKG_VERSION"))),
            None => Err(Error::new("the folder that cargo-aro was built from is not there any more")
                .help("say where the SDK is: `--path DIRECTORY` or `--git URL`")),
        }
    }
}

/// The SDK in this folder; `None` if it is not there.
fn at(folder: &Path) -> Option<Result<Sdk, Error>> {
    let is_there = ["sdk", "host-testkit"].iter().all(|name| folder.join(name).join("Cargo.toml").is_file());
    if !is_there {
        return None;
    }
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let folder = if cfg!(windows) { folder } else { std::fs::canonicalize(&folder).unwrap_or(folder) };
    Some(folder.to_str().map(|text| Sdk::Path(text.to_owned())).ok_or_else(|| {
        Error::new(format!("the path `{}` is not UTF-8, so Cargo.toml cannot name it", folder.display()))
            .help("move the SDK's repository, or use `--git URL`")
    }))
}

impl Sdk {
    pub(crate) fn is_path(&self) -> bool {
        matches!(self, Self::Path(_))
    }

    /// The folder of the SDK's repository.
    pub(crate) fn folder(&self) -> Option<&Path> {
        match self {
            Self::Path(folder) => Some(Path::new(folder)),
            Self::Git(_) | Self::Version(_) => None,
        }
    }

    /// The value of a dependency on the crate in this folder of the repository. With `features`,
    /// only these are on.
    pub(crate) fn dependency(&self, folder: &str, features: &[&str]) -> String {
        let source = match self {
            Self::Path(path) => {
                let path = Path::new(path).join(folder);
                format!("path = {}", toml(&path.to_string_lossy()))
            }
            Self::Git(keys) => keys.clone(),
            Self::Version(version) if features.is_empty() => return toml(version),
            Self::Version(version) => format!("version = {}", toml(version)),
        };
        if features.is_empty() {
            return format!("{{ {source} }}");
        }
        let features: Vec<String> = features.iter().map(|feature| toml(feature)).collect();
        format!("{{ {source}, default-features = false, features = [{}] }}", features.join(", "))
    }
}

/// The string in TOML. Its escapes are those of JSON; TOML has one more control character.
fn toml(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_source_is_a_dependency() {
        let git = SdkArgs {
            git: Some("https://example.org/s.git".to_owned()),
            tag: Some("v1".to_owned()),
            ..SdkArgs::default()
        };
        let git = git.sdk().expect("a URL is taken as it is");
        assert_eq!(git.dependency("sdk", &[]), "{ git = \"https://example.org/s.git\", tag = \"v1\" }");
        let path = Sdk::Path("/s \"ä\"".to_owned()).dependency("sdk", &[]);
        assert_eq!(path, "{ path = \"/s \\\"ä\\\"/sdk\" }".replace('/', std::path::MAIN_SEPARATOR_STR));
        assert_eq!(Sdk::Version("0.1.0").dependency("sdk", &[]), "\"0.1.0\"");
        let testkit = Sdk::Version("0.1.0").dependency("host-testkit", &["conformance"]);
        assert_eq!(testkit, "{ version = \"0.1.0\", default-features = false, features = [\"conformance\"] }");
    }

    #[test]
    fn a_folder_without_the_sdk_is_an_error_that_says_what_to_pass() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let wrong = SdkArgs { path: Some(dir.path().to_owned()), ..SdkArgs::default() };
        assert!(wrong.sdk().expect_err("it is empty").render(false).contains("`sdk` and `host-testkit`"));
    }
}
