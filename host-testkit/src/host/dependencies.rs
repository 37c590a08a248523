//! Which plugins a plugin depends on. ARO's core does not know of it: what loads plugins decides on
//! the order, and refuses what cannot be in order.

use std::collections::BTreeMap;

use semver::{Version, VersionReq};
use serde_json::Value;

use super::error::PackageError;
use super::manifest::Manifest;

/// A dependency of a plugin, from `dependencies` in its `plugin.yaml`.
///
/// ```yaml
/// dependencies:
///   csv-plugin:
///     git: https://example.org/csv-plugin
///     ref: v1.2.0
///     version: ">=1.2, <3"
/// ```
///
/// The real host reads `git` and `ref`, and ignores `version`, a requirement in the form of
/// cargo's. Without it, a `ref` that is a version, such as `v1.2.0`, is the requirement `^1.2.0`.
/// Any other `ref`, such as the name of a branch, requires no version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependency {
    name: String,
    requirement: Option<VersionReq>,
    /// What is wrong with the requirement. Only who reads requirements refuses it.
    fault: Option<String>,
}

impl Dependency {
    /// `version` and `reference` are those of `plugin.yaml`.
    pub(super) fn of(name: String, version: Option<&Value>, reference: Option<&str>) -> Self {
        let (requirement, fault) = match (version, reference.and_then(tag)) {
            (Some(version), _) => match requirement(version) {
                Ok(requirement) => (Some(requirement), None),
                Err(fault) => (None, Some(fault)),
            },
            (None, Some(tag)) => (VersionReq::parse(&format!("^{tag}")).ok(), None),
            (None, None) => (None, None),
        };
        Self { name, requirement, fault }
    }

    /// A dependency on any version of the plugin of this name.
    ///
    /// ```
    /// use aro_host_testkit::{Dependency, Manifest};
    ///
    /// let csv = Dependency::new("csv-plugin").version("^1.2")?;
    /// let manifest = Manifest::new("report").depends_on(csv);
    /// assert_eq!(manifest.dependencies()[0].requirement().as_deref(), Some("^1.2"));
    /// # Ok::<(), String>(())
    /// ```
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), requirement: None, fault: None }
    }

    /// Requires a version.
    ///
    /// # Errors
    ///
    /// A message, if it is not a requirement as cargo has them.
    pub fn version(self, requirement: &str) -> Result<Self, String> {
        Ok(Self { requirement: Some(self::requirement(&requirement.into())?), ..self })
    }

    /// The name of the other plugin.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The version that is required, if one is.
    #[must_use]
    pub fn requirement(&self) -> Option<String> {
        self.requirement.as_ref().map(ToString::to_string)
    }

    /// Whether a plugin of this version is what is required.
    fn is_met_by(&self, version: Option<&str>) -> bool {
        let Some(requirement) = &self.requirement else { return true };
        version.and_then(whole).is_some_and(|version| requirement.matches(&version))
    }
}

fn requirement(version: &Value) -> Result<VersionReq, String> {
    let text = version.as_str().map_or_else(|| version.to_string(), str::to_owned);
    VersionReq::parse(&text).map_err(|error| {
        format!(
            "`{text}` is no requirement of a version ({error}); write one as cargo does, such as \"^1.2\" or \">=1.2, <3\""
        )
    })
}

/// `1.2.0` for `v1.2.0`.
fn tag(reference: &str) -> Option<Version> {
    let version = reference.strip_prefix('v').unwrap_or(reference);
    if version.contains('.') { whole(version) } else { None }
}

/// A version of which the last numbers may be missing.
fn whole(version: &str) -> Option<Version> {
    let version = version.trim();
    let end = version.find(['-', '+']).unwrap_or(version.len());
    let (numbers, rest) = version.split_at(end);
    let missing = 2_usize.checked_sub(numbers.matches('.').count())?;
    Version::parse(&format!("{numbers}{}{rest}", ".0".repeat(missing))).ok()
}

/// The order in which to load the plugins with these manifests: dependencies first, by name where
/// that leaves a choice.
///
/// ```
/// use aro_host_testkit::{Dependency, Manifest, dependency_order};
///
/// let report = Manifest::new("report").depends_on(Dependency::new("csv").version("^1.2")?);
/// let order = |version| dependency_order([&report, &Manifest::new("csv").version(version)]);
/// assert_eq!(order("1.3.0").unwrap(), ["csv", "report"]);
/// let error = order("2.0.0").unwrap_err().to_string();
/// let expected = "`report` depends on `csv` ^1.2, and `csv` has the version 2.0.0";
/// assert!(error.starts_with(expected), "{error}");
/// # Ok::<(), String>(())
/// ```
///
/// # Errors
///
/// [`PackageError::SameName`], [`PackageError::MissingDependency`], [`PackageError::Cycle`],
/// [`PackageError::VersionMismatch`], [`PackageError::Requirement`].
pub fn dependency_order<'m>(manifests: impl IntoIterator<Item = &'m Manifest>) -> Result<Vec<String>, PackageError> {
    let mut by_name = BTreeMap::new();
    for manifest in manifests {
        let name = manifest.name.as_deref().unwrap_or_default();
        if by_name.insert(name, manifest).is_some() {
            return Err(PackageError::SameName { name: name.to_owned() });
        }
    }
    let mut graph = Graph { manifests: by_name, order: Vec::new(), path: Vec::new() };
    for name in graph.manifests.keys().copied().collect::<Vec<_>>() {
        graph.visit(name)?;
    }
    Ok(graph.order.into_iter().map(str::to_owned).collect())
}

struct Graph<'m> {
    manifests: BTreeMap<&'m str, &'m Manifest>,
    order: Vec<&'m str>,
    /// The plugins that are being visited: the cycle begins where one of them is met again.
    path: Vec<&'m str>,
}

impl<'m> Graph<'m> {
    /// Depth-first search.
    fn visit(&mut self, name: &'m str) -> Result<(), PackageError> {
        if self.order.contains(&name) {
            return Ok(());
        }
        if let Some(start) = self.path.iter().position(|open| *open == name) {
            let names = self.path[start..].iter().chain([&name]).map(|name| (*name).to_owned()).collect();
            return Err(PackageError::Cycle { names });
        }
        let manifest = self.manifests[name];
        self.path.push(name);
        for dependency in &manifest.dependencies {
            let Some((&key, other)) = self.manifests.get_key_value(dependency.name()) else {
                return Err(PackageError::MissingDependency {
                    plugin: name.to_owned(),
                    dependency: dependency.name().to_owned(),
                });
            };
            if let Some(reason) = &dependency.fault {
                return Err(PackageError::Requirement {
                    plugin: name.to_owned(),
                    dependency: dependency.name().to_owned(),
                    reason: reason.clone(),
                });
            }
            if !dependency.is_met_by(other.version.as_deref()) {
                return Err(PackageError::VersionMismatch {
                    plugin: name.to_owned(),
                    dependency: dependency.name().to_owned(),
                    required: dependency.requirement().unwrap_or_default(),
                    found: other.version.clone(),
                });
            }
            self.visit(key)?;
        }
        self.path.pop();
        self.order.push(name);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn graph(edges: &[(&str, &[&str])]) -> Result<Vec<String>, PackageError> {
        let manifest = |name: &str, dependencies: &[&str]| {
            dependencies.iter().fold(Manifest::new(name), |manifest, name| manifest.depends_on(Dependency::new(*name)))
        };
        let manifests: Vec<Manifest> = edges.iter().map(|(name, on)| manifest(name, on)).collect();
        dependency_order(&manifests)
    }

    #[test]
    fn dependencies_come_first_and_a_cycle_is_an_error_that_shows_it() {
        assert_eq!(graph(&[("a", &["c"]), ("b", &[]), ("c", &["b"])]).unwrap(), ["b", "c", "a"]);
        let circle = graph(&[("a", &["b"]), ("b", &["c"]), ("c", &["b"])]).unwrap_err().to_string();
        assert!(circle.ends_with("in a cycle: b -> c -> b"), "{circle}");
        assert!(graph(&[("a", &["a"])]).is_err());
        let missing = graph(&[("a", &["z"])]).unwrap_err().to_string();
        assert!(missing.starts_with("`a` depends on `z`, which is missing"), "{missing}");
        assert!(matches!(graph(&[("a", &[]), ("a", &[])]), Err(PackageError::SameName { .. })));
    }

    #[test]
    fn a_version_key_counts_before_a_tag_and_a_branch_requires_nothing() {
        let of = |version: Option<&Value>, reference| Dependency::of("q".to_owned(), version, reference).requirement();
        assert_eq!(of(Some(&json!(">=1, <3")), Some("v9.0.0")).as_deref(), Some(">=1, <3"));
        assert_eq!(of(Some(&json!(1.2)), None).as_deref(), Some("^1.2"));
        for (reference, requirement) in [("v1.2.0", "^1.2.0"), ("1.2", "^1.2.0"), ("v1.0.0-rc.1", "^1.0.0-rc.1")] {
            assert_eq!(of(None, Some(reference)).as_deref(), Some(requirement), "{reference}");
        }
        for reference in ["main", "v1", "1", "", "release-1.2", "0f3a", "1.2.3.4"] {
            assert_eq!(of(None, Some(reference)), None, "{reference}");
        }
    }

    #[test]
    fn what_is_no_requirement_is_refused_only_where_an_order_is_wanted() {
        for version in [json!("newest"), json!([1]), json!(null), json!({}), json!(""), json!(true)] {
            let yaml = json!({ "name": "p", "version": "1", "provides": [], "dependencies": { "q": { "git": "g", "version": version } } });
            let manifest = Manifest::parse(&yaml.to_string()).unwrap();
            let error = dependency_order([&manifest, &Manifest::new("q")]).map(drop);
            if version.is_null() {
                assert!(error.is_ok());
            } else {
                let error = error.unwrap_err().to_string();
                assert!(error.starts_with("`p` depends on `q`: `") && error.contains("no requirement"), "{error}");
            }
        }
    }

    #[test]
    fn a_version_may_be_short_and_what_is_no_version_meets_no_requirement() {
        let meets = |requirement: &str, version| Dependency::new("q").version(requirement).unwrap().is_met_by(version);
        assert!(meets("^1", Some("1")) && meets("^1.2", Some("1.2")) && meets("=1.10.0", Some("1.10")));
        assert!(!meets("^1.2", Some("1.1.9")) && !meets("^1.2", Some("2")) && !meets("^0.1", Some("0.2.0")));
        assert!(!meets("*", Some("new")) && !meets("*", None));
        assert!(Dependency::new("q").is_met_by(None));
    }
}
