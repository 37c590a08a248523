//! What `new` and `init` write: the files in `templates/` of this package, filled in by minijinja.

mod sdk;
mod yaml;

use aro_host_testkit::check_program;
use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior, Value};
use serde::Serialize;

pub(crate) use sdk::{Sdk, SdkArgs};
pub(crate) use yaml::scalar;

use crate::error::Error;

/// Each template under the name that the others include it by.
const TEMPLATES: &[(&str, &str)] = &[
    ("Cargo.toml", include_str!("../../templates/Cargo.toml.j2")),
    ("README.md", include_str!("../../templates/README.md.j2")),
    ("ci.yml", include_str!("../../templates/ci.yml.j2")),
    ("gitignore", include_str!("../../templates/gitignore.j2")),
    ("imports.rs", include_str!("../../templates/imports.rs.j2")),
    ("items/action", include_str!("../../templates/items/action.rs.j2")),
    ("items/event", include_str!("../../templates/items/event.rs.j2")),
    ("items/object", include_str!("../../templates/items/object.rs.j2")),
    ("items/qualifier", include_str!("../../templates/items/qualifier.rs.j2")),
    ("items/service", include_str!("../../templates/items/service.rs.j2")),
    ("lib.rs", include_str!("../../templates/lib.rs.j2")),
    ("module.rs", include_str!("../../templates/module.rs.j2")),
    ("plugin.yaml", include_str!("../../templates/plugin.yaml.j2")),
    ("program.aro", include_str!("../../templates/program.aro.j2")),
    ("tests.rs", include_str!("../../templates/tests.rs.j2")),
];

/// Which items a new plugin has; commands that write them have these options.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, clap::Args)]
pub(crate) struct Kinds {
    /// With an action, a verb of programs (the default, if no kind is named)
    #[arg(long)]
    pub(crate) action: bool,

    /// With a qualifier, which transforms a value
    #[arg(long)]
    pub(crate) qualifier: bool,

    /// With a service, whose methods programs call
    #[arg(long)]
    pub(crate) service: bool,

    /// With a system object, which no released host calls
    #[arg(long)]
    pub(crate) object: bool,

    /// With a handler of events
    #[arg(long)]
    pub(crate) event: bool,
}

impl Kinds {
    /// These kinds, or an action if there are none.
    #[must_use]
    pub(crate) fn or_action(self) -> Self {
        let any = self.action || self.qualifier || self.service || self.object || self.event;
        Self { action: self.action || !any, ..self }
    }

    fn items(self) -> impl Iterator<Item = &'static str> {
        let all = [
            (self.action, "items/action"),
            (self.qualifier, "items/qualifier"),
            (self.service, "items/service"),
            (self.object, "items/object"),
            (self.event, "items/event"),
        ];
        all.into_iter().filter_map(|(is_asked_for, item)| is_asked_for.then_some(item))
    }
}

/// What a `plugin.yaml` says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct PluginYaml {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) description: Option<String>,
    pub(crate) license: Option<String>,
    pub(crate) handle: Option<String>,
    /// Where hosts find the library, from the folder of `plugin.yaml`.
    pub(crate) output: String,
}

impl PluginYaml {
    /// A new file.
    pub(crate) fn render(&self) -> Result<String, Error> {
        render("plugin.yaml", self)
    }
}

/// The workspace around a package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Workspace {
    /// There is none.
    None,
    /// The package is a member of it. Profiles are in the workspace's own Cargo.toml.
    Lists,
    /// It does not list the package, so cargo refuses this unless it has a workspace of its own.
    Refuses,
}

/// A new plugin, from which all its files follow.
#[derive(Clone, Debug)]
pub(crate) struct NewPlugin {
    pub(crate) name: String,
    /// The package's name, which may be one that a plugin cannot have.
    pub(crate) package: String,
    pub(crate) handle: String,
    pub(crate) kinds: Kinds,
    pub(crate) sdk: Sdk,
    pub(crate) workspace: Workspace,
    /// The file with the items, `src/lib.rs` unless the package has one already.
    pub(crate) items_file: &'static str,
}

#[derive(Serialize)]
struct Context<'a> {
    name: &'a str,
    /// What `plugin!` gets.
    plugin_keys: String,
    /// The library's name, with underscores.
    library: String,
    handle: &'a str,
    kinds: Kinds,
    sdk: String,
    testkit: String,
    sdk_is_path: bool,
    /// GitHub's name of this system, for whose library plugin.yaml is.
    runner: &'static str,
    own_workspace: bool,
    is_member: bool,
    items_file: &'a str,
    items: String,
    program: String,
}

impl NewPlugin {
    fn context(&self) -> Result<Context<'_>, Error> {
        let mut context = Context {
            name: &self.name,
            plugin_keys: self.plugin_keys(),
            library: self.package.replace('-', "_"),
            handle: &self.handle,
            kinds: self.kinds,
            sdk: self.sdk.dependency("sdk", &[]),
            testkit: self.sdk.dependency("host-testkit", &["conformance"]),
            sdk_is_path: self.sdk.is_path(),
            runner: match std::env::consts::OS {
                "macos" => "macOS",
                "windows" => "Windows",
                _ => "Linux",
            },
            own_workspace: self.workspace == Workspace::Refuses,
            is_member: self.workspace == Workspace::Lists,
            items_file: self.items_file,
            items: String::new(),
            program: String::new(),
        };
        let items = self.kinds.items().map(|item| Ok(render(item, &context)?.trim_end().to_owned()));
        context.items = items.collect::<Result<Vec<_>, Error>>()?.join("\n\n");
        context.program = render("program.aro", &context)?.trim_end().to_owned();
        Ok(context)
    }

    /// The keys of `plugin!`: the name, too, if it is not the package's.
    pub(crate) fn plugin_keys(&self) -> String {
        let name = if self.name == self.package { String::new() } else { format!("name = \"{}\", ", self.name) };
        format!("{name}handle = \"{}\"", self.handle)
    }

    /// The compiler takes the README's program, so programs can write the plugin's names.
    pub(crate) fn check_program(&self) -> Result<(), Error> {
        let name = &self.name;
        check_program(&self.context()?.program).map_err(|fault| {
            Error::new(format!("programs cannot write the name `{name}` of the plugin or its handle: {fault}"))
                .help(format!("choose another name, such as `my-{name}`"))
        })
    }

    /// One file, by the name of its template.
    pub(crate) fn file(&self, template: &str) -> Result<String, Error> {
        render(template, &self.context()?)
    }
}

/// The text of a template, which ends with one line feed.
fn render(template: &str, context: &impl Serialize) -> Result<String, Error> {
    let values = Value::from(Serde(context));
    let rendered = environment().and_then(|environment| environment.get_template(template)?.render(values));
    match rendered {
        Ok(text) => Ok(format!("{}\n", text.trim_end())),
        // The templates are a part of this program, and its tests fill in each of them.
        Err(error) => Err(Error::new(format!("the template `{template}` is faulty: {error:#}"))
            .help("report this as a fault of cargo-aro")),
    }
}

fn environment() -> Result<Environment<'static>, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
    environment.add_filter("yaml", |text: String| scalar(&text));
    for (name, source) in TEMPLATES {
        environment.add_template(name, source)?;
    }
    Ok(environment)
}

/// The handle that a plugin with this name gets: `slug-maker` is `SlugMaker`.
pub(crate) fn handle_of(name: &str) -> String {
    let capitalized = |word: &str| {
        let mut chars = word.chars();
        chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
    };
    name.split(['-', '_']).map(capitalized).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_is_the_name_in_pascal_case() {
        for (name, handle) in
            [("slugs", "Slugs"), ("slug-maker", "SlugMaker"), ("a--b1", "AB1"), ("kv_store", "KvStore")]
        {
            assert_eq!(handle_of(name), handle);
        }
    }
}
