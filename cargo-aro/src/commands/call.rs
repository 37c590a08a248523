//! `cargo aro call`.

use std::path::Path;

use aro_host_testkit::{Action, Host, HostPath, Outcome};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::report;
use super::worker::Job as WorkerJob;
use crate::error::Error;
use crate::hosts;
use crate::input;
use crate::locate::{self, Located, PluginArgs};
use crate::output::Output;
use crate::schema::{self, Parameter};
use crate::worker::{self, Failure, Surroundings};

/// Call an action, a qualifier or a service, run a statement, or send an event
///
/// A package is built first. The reply is printed as JSON, and the exit status is 1 if it is an
/// error. The plugin runs in a process of its own, in the working directory.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES, override_usage = USAGE)]
pub(crate) struct Args {
    /// The action's verb or name; left out with the options that name something else
    verb: Option<String>,

    /// The input as JSON, @FILE, or - for the standard input stream; {} if it is left out
    input: Option<String>,

    /// Run one or several statements of ARO
    #[arg(short, long, value_name = "TEXT", group = "what")]
    statement: Option<String>,

    /// A variable of the statement: JSON, a text, or @FILE; can be repeated
    #[arg(short, long, value_name = "NAME=VALUE", requires = "statement")]
    bind: Vec<String>,

    /// Apply a qualifier to the input
    #[arg(long, value_name = "NAME", group = "what")]
    qualifier: Option<String>,

    /// The qualifier's arguments, as a JSON object
    #[arg(long, value_name = "JSON", requires = "qualifier")]
    with: Option<String>,

    /// Call a method of a service
    #[arg(long, value_name = "SERVICE:METHOD", group = "what")]
    service: Option<String>,

    /// Send an event whose data are the input
    #[arg(long, value_name = "TYPE", group = "what")]
    event: Option<String>,

    /// The host: eager, lazy, legacy-managed, legacy-dylib or compiled; without it, as plugin.yaml
    /// says
    #[arg(long, value_name = "HOST", value_parser = hosts::parse_path)]
    host: Option<HostPath>,

    /// Call on all five hosts, each with a copy of the plugin
    #[arg(long, conflicts_with = "host")]
    all_hosts: bool,

    /// Show what the host sends to the plugin, and what the plugin answers
    #[arg(long)]
    trace: bool,

    /// Print the outcome as JSON, with events, notes and calls
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    plugin: PluginArgs,
}

const USAGE: &str = "\
cargo aro call [OPTIONS] VERB [INPUT]
       cargo aro call [OPTIONS] --statement TEXT [--bind NAME=VALUE]...
       cargo aro call [OPTIONS] <--qualifier NAME | --service SERVICE:METHOD | --event TYPE> [INPUT]";

const EXAMPLES: &str = "\
Examples:
  cargo aro call ValidateEmail '{\"value\": \"a@b.io\"}'
  cargo aro call --statement 'ValidateEmail the <r> from the <email>.' --bind email=a@b.io
  cargo aro call ParseCSV @table.json --all-hosts
  cargo aro call --qualifier sorted '[3, 1, 2]'
  cargo aro call --service kv:get '{\"key\": \"a\"}' --host lazy
  cargo aro call --event OrderPlaced '{\"id\": 7}'
  cargo aro call Greet '{\"name\": \"Ada\"}' --plugin ../my-app/Plugins/slugs";

/// What is called.
#[derive(Debug, Deserialize, Serialize)]
enum Target {
    Action { verb: String, input: Value },
    Statements { text: String, bindings: Value },
    Qualifier { name: String, input: Value, with: Option<Value> },
    Service { service: String, method: String, input: Value },
    Event { kind: String, data: Value },
}

/// The worker's part.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Job {
    located: Located,
    target: Target,
    /// The names of the host paths.
    hosts: Vec<String>,
    trace: bool,
    json: bool,
}

pub(crate) fn run(args: &Args, output: &Output) -> Result<(), Error> {
    // Before the build, which may take long.
    let target = target(args)?;
    let located = locate::plugin(&args.plugin, output)?;
    let hosts = match args.host {
        _ if args.all_hosts => HostPath::ALL.to_vec(),
        Some(path) => vec![path],
        None => vec![hosts::usual_path(&located)?],
    };
    let hosts = hosts.into_iter().map(|path| path.name().to_owned()).collect();
    let job = WorkerJob::Call(Job { located, target, hosts, trace: args.trace, json: args.json });
    match worker::run::<_, Value>(&job, Surroundings::Terminal, *output) {
        Ok(_) => Ok(()),
        Err(Failure::Error(error)) => Err(error),
        Err(Failure::Ended(ended)) => Err(ended.error("it was called")),
    }
}

fn target(args: &Args) -> Result<Target, Error> {
    let named = args.statement.is_some() || args.qualifier.is_some() || args.service.is_some() || args.event.is_some();
    let (verb, input) = match (named, &args.verb, &args.input) {
        (false, Some(verb), input) => (Some(verb), input.as_deref()),
        (true, input, None) => (None, input.as_deref()),
        (false, None, _) => {
            return Err(Error::new("nothing says what to call").help(
                "pass a verb, such as `cargo aro call Greet '{}'`; `cargo aro inspect` lists them. There are also \
                 `--statement`, `--qualifier`, `--service` and `--event`",
            ));
        }
        (true, first, Some(_)) => {
            let first = first.as_deref().unwrap_or_default();
            return Err(Error::new(format!("`{first}` is not expected beside an option that says what to call"))
                .help("pass the input alone"));
        }
    };
    let object = || input.map_or_else(|| Ok(json!({})), input::object);
    if let Some(verb) = verb {
        return Ok(Target::Action { verb: verb.clone(), input: object()? });
    }
    if let Some(text) = &args.statement {
        if input.is_some() {
            return Err(Error::new("a statement has no input").help("bind variables: `--bind NAME=VALUE`"));
        }
        return Ok(Target::Statements { text: text.clone(), bindings: input::bindings(&args.bind)? });
    }
    if let Some(name) = &args.qualifier {
        let Some(input) = input else {
            return Err(Error::new(format!("the qualifier `{name}` needs a value"))
                .help(format!("pass it as JSON: `cargo aro call --qualifier {name} '[3, 1, 2]'`")));
        };
        let with = args.with.as_deref().map(input::object).transpose()?;
        return Ok(Target::Qualifier { name: name.clone(), input: input::json(input)?, with });
    }
    if let Some(kind) = &args.event {
        return Ok(Target::Event { kind: kind.clone(), data: object()? });
    }
    let service = args.service.as_deref().unwrap_or_default();
    let Some((service, method)) = service.split_once([':', '.']) else {
        return Err(Error::new(format!("`{service}` names no method"))
            .help(format!("write `--service {service}:METHOD`; `cargo aro inspect` lists the methods")));
    };
    Ok(Target::Service { service: service.trim().to_owned(), method: method.trim().to_owned(), input: object()? })
}

/// Loads the plugin into each host and calls it.
pub(super) fn work(job: &Job, output: &Output) -> Result<(), Error> {
    let several = job.hosts.len() > 1;
    let (mut called, mut parameters) = (Vec::new(), None);
    for name in &job.hosts {
        let path = hosts::parse_path(name).map_err(Error::new)?;
        let mut host = hosts::load(&job.located, path, several)?;
        // No single spelling of a verb exists on all paths.
        host.respell(several);
        let outcomes = call(&host, &job.target);
        parameters = parameters_of(&host, &job.target);
        match outcomes {
            Err(error) if !several => return Err(error),
            outcomes => called.push((name.as_str(), outcomes)),
        }
    }
    show(&called, job, *output);
    let failure = |outcomes: &Result<Vec<Outcome>, Error>| match outcomes {
        Err(error) => Some(error.to_string()),
        Ok(outcomes) => outcomes.iter().find_map(report::failure).map(|failure| failure.to_string()),
    };
    let failures: Vec<(&str, String)> =
        called.iter().filter_map(|(name, outcomes)| Some((*name, failure(outcomes)?))).collect();
    match &failures[..] {
        [] => Ok(()),
        [(_, failure)] if !several => {
            let error = Error::new(failure.as_str());
            Err(match parameters {
                Some(parameters) => error.help(parameters),
                None => error,
            })
        }
        failures => {
            let lines: Vec<String> = failures.iter().map(|(name, failure)| format!("\n  {name}: {failure}")).collect();
            Err(Error::new(format!(
                "the call failed on {} of {} hosts:{}",
                failures.len(),
                called.len(),
                lines.concat()
            )))
        }
    }
}

/// The outcomes on a host, or why it refused the call.
type Called<'n> = (&'n str, Result<Vec<Outcome>, Error>);

fn show(called: &[Called<'_>], job: &Job, output: Output) {
    if job.json {
        let mut objects: Vec<Value> = Vec::new();
        for (name, outcomes) in called {
            match outcomes {
                Ok(outcomes) => objects.extend(outcomes.iter().map(report::json)),
                Err(error) => objects.push(json!({ "host": name, "refused": error.to_string() })),
            }
        }
        let one = objects.len() == 1;
        output.result(format_args!("{:#}", if one { objects.remove(0) } else { objects.into() }));
        return;
    }
    // Hosts with equal outcomes are shown together.
    let mut groups: Vec<(Vec<&str>, &[Outcome])> = Vec::new();
    for (name, outcomes) in called {
        let Ok(outcomes) = outcomes else { continue };
        let same = |(_, others): &&mut (Vec<&str>, &[Outcome])| report::are_same(others, outcomes);
        match groups.iter_mut().find(same) {
            Some((names, _)) if !job.trace => names.push(name),
            _ => groups.push((vec![name], outcomes)),
        }
    }
    for (names, outcomes) in groups {
        if called.len() > 1 {
            output.heading(names.join(", "));
        }
        outcomes.iter().for_each(|outcome| report::show(outcome, job.trace, output));
    }
}

fn call(host: &Host<'_>, target: &Target) -> Result<Vec<Outcome>, Error> {
    match target {
        Target::Action { verb, input } => {
            let plugin = name(host);
            // The plugin is asked under the name that it declares, as by a host.
            let declared = declared(host, verb)?;
            host.execute(&plugin, &declared, input)
                .map(|outcome| vec![outcome])
                .map_err(|error| Error::new(error.to_string()).help("`cargo aro inspect` shows what the plugin has"))
        }
        Target::Statements { text, bindings } => host
            .run_program(text, bindings.clone())
            .map_err(|error| hosts::run_error(&error, Path::new("the statement"), text)),
        Target::Qualifier { name, input, with } => {
            let full = qualifier(host, name)?;
            Ok(vec![host.qualifier(&full, input, with.as_ref())])
        }
        Target::Service { service, method, input } => Ok(vec![host.service(service, method, input)]),
        Target::Event { kind, data } => {
            let outcome = host.emit(kind, data);
            let is_delivered = outcome.calls().iter().any(|call| call.function == aro_abi::symbols::ON_EVENT);
            if is_delivered {
                return Ok(vec![outcome]);
            }
            let subscribes = host.registered().subscribes;
            let there = if subscribes.is_empty() { "nothing".to_owned() } else { subscribes.join(", ") };
            Err(Error::new(format!("the event `{kind}` reaches no handler on the {} host", host.path())).help(format!(
                "the plugin handles {there}; hosts deliver events on the eager and lazy paths, on the latter after the \
                 first call"
            )))
        }
    }
}

/// The name of the only plugin.
fn name(host: &Host<'_>) -> String {
    host.plugin_names().into_iter().next().unwrap_or_default()
}

/// The string by which the host calls the action that is meant.
fn declared(host: &Host<'_>, verb: &str) -> Result<String, Error> {
    let info = host.info(&name(host)).unwrap_or_default();
    let wanted = verb.rsplit('.').next().unwrap_or_default();
    let names = || info.actions.iter().flat_map(|action| [schema::verbs(action), vec![action.name.clone()]].concat());
    let is_meant = |name: &String| {
        let form = aro_abi::normal_form(name);
        form == aro_abi::normal_form(verb) || form == aro_abi::normal_form(wanted)
    };
    names().find(is_meant).ok_or_else(|| {
        let verbs: Vec<String> = info.actions.iter().flat_map(schema::verbs).collect();
        unknown("action", verb, &verbs)
    })
}

/// What the action that is called takes, for somebody whose input it refused.
fn parameters_of(host: &Host<'_>, target: &Target) -> Option<String> {
    let Target::Action { verb, .. } = target else { return None };
    let info = host.info(&name(host)).ok()?;
    let verb = declared(host, verb).ok()?;
    let is_meant = |action: &&Action| action.name == verb || schema::verbs(action).contains(&verb);
    let action = info.actions.iter().find(is_meant)?;
    let parameters: Vec<String> =
        schema::parameters(action.other.get("parameters")).iter().map(Parameter::short).collect();
    (!parameters.is_empty()).then(|| format!("it takes {}", parameters.join(", ")))
}

/// The qualifier's full name, with what a program writes before it.
fn qualifier(host: &Host<'_>, name: &str) -> Result<String, Error> {
    let known: Vec<String> = host.registered().qualifiers.into_iter().map(|qualifier| qualifier.key).collect();
    let wanted = name.to_lowercase();
    let plain = |key: &str| key.rsplit('.').next().unwrap_or_default().to_owned();
    let found = known.iter().find(|key| **key == wanted).or_else(|| known.iter().find(|key| plain(key) == wanted));
    found.cloned().ok_or_else(|| match host.path() {
        HostPath::Lazy if known.is_empty() => Error::new("the lazy host knows no qualifiers yet")
            .help("it loads the plugin at the first action or service call; try another host: `--host eager`"),
        _ => unknown("qualifier", name, &known),
    })
}

fn unknown(kind: &str, name: &str, known: &[String]) -> Error {
    let error = Error::new(format!("the plugin has no {kind} `{name}`"));
    let plain = |name: &str| name.rsplit('.').next().unwrap_or_default().to_lowercase();
    let similar = known
        .iter()
        .map(|one| (strsim::jaro_winkler(&plain(one), &plain(name)), one))
        .filter(|(similarity, _)| *similarity > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    match (similar, known) {
        (Some((_, similar)), _) => error.help(format!("there is `{similar}`; `cargo aro inspect` lists all")),
        (None, []) => error.help("it has none; `cargo aro inspect` shows what it has"),
        (None, known) => error.help(format!("it has {}", known.join(", "))),
    }
}
