//! `cargo aro check`.

use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::worker::Job as WorkerJob;
use crate::archive;
use crate::build;
use crate::checks::{self, Checked, Finding, Kind, Plan, finding};
use crate::error::Error;
use crate::inspection::{self, Inspection};
use crate::locate::{self, BuildArgs, Located};
use crate::manifest::{self, Actions, Synced};
use crate::output::{Mark, Output, shown};
use crate::package::Package;
use crate::worker::{self, Failure, Surroundings};

/// Check a plugin: plugin.yaml, the rules of the ABI, leaks, reloading, and random calls
///
/// Each check calls the plugin in a process of its own, in an empty folder. Everything that the
/// plugin declares is called, so choose actions with `--action` if others have effects outside. The
/// exit status is 1 if something was found that is not accepted.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// A package, a folder with plugin.yaml, or a library; the package here if it is left out
    path: Option<PathBuf>,

    /// Run only this check; can be repeated
    #[arg(long, value_name = "CHECK")]
    only: Vec<Kind>,

    /// Leave this check out; can be repeated
    #[arg(long, value_name = "CHECK", conflicts_with = "only")]
    skip: Vec<Kind>,

    /// Accept that a rule is broken, for a reason; can be repeated
    #[arg(long, value_name = "RULE=REASON", value_parser = accepted)]
    accept: Vec<(String, String)>,

    /// Call only this action, by its name; can be repeated
    #[arg(long, value_name = "NAME")]
    action: Vec<String>,

    /// How many random calls each function gets
    #[arg(long, value_name = "NUMBER", default_value_t = 128)]
    cases: u32,

    /// Another number makes other random calls
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    seed: u64,

    /// How many seconds a check may take
    #[arg(long, value_name = "SECONDS", default_value_t = 300)]
    timeout: u64,

    /// Print JSON
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    build: BuildArgs,
}

const EXAMPLES: &str = "\
Examples:
  cargo aro check
  cargo aro check --release --json > report.json      in CI
  cargo aro check ../my-app/Plugins/csv --skip fuzz
  cargo aro check --accept 'leak=it keeps what it has parsed'";

/// The worker's part.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Job {
    kind: Kind,
    plan: Plan,
}

fn accepted(argument: &str) -> Result<(String, String), String> {
    let (rule, reason) = argument.split_once('=').unwrap_or((argument, ""));
    let (rule, reason) = (rule.trim(), reason.trim());
    if !checks::is_rule(rule) {
        return Err(format!("there is no rule `{rule}`; a finding names its rule in brackets"));
    }
    if reason.is_empty() {
        return Err(format!("write why the plugin may break it: `--accept '{rule}=the reason'`"));
    }
    Ok((rule.to_owned(), reason.to_owned()))
}

/// A check with its result.
struct Done {
    kind: Kind,
    checked: Checked,
    /// What is accepted, each with the reason.
    accepted: Vec<(Finding, String)>,
}

pub(crate) fn run(args: &Args, output: &Output) -> Result<(), Error> {
    let located = locate::at(args.path.as_deref(), &args.build, output)?;
    let inspection = inspection::inspect(&located)?;
    if inspection.metadata.is_null() {
        let reason = inspection.warnings.first().map(ToString::to_string).unwrap_or_default();
        return Err(Error::new(format!("the plugin cannot be called here: {reason}"))
            .help("check it on its own system; `cargo aro inspect` reads the file"));
    }
    unknown_actions(args, &inspection)?;
    let name = if inspection.info.name.is_empty() { shown(&located.library) } else { inspection.info.name.clone() };
    output.status("Checking", format_args!("`{name}` ({})", shown(&located.library)));
    let plan = Plan {
        library: located.library.clone(),
        actions: args.action.clone(),
        cases: args.cases,
        seed: args.seed,
        timeout: args.timeout,
    };
    let is_chosen = |kind: &Kind| (args.only.is_empty() || args.only.contains(kind)) && !args.skip.contains(kind);
    let mut all = Vec::new();
    for kind in Kind::ALL.into_iter().filter(is_chosen) {
        let progress = output.progress(format!("checking: {}", kind.name()));
        let checked = match kind {
            Kind::Manifest => manifest(&located, &inspection)?,
            _ => apart(kind, &plan, *output)?,
        };
        drop(progress);
        let done = accept(kind, checked, &args.accept);
        if !args.json {
            show(&done, *output);
        }
        all.push(done);
    }
    if args.json {
        output.result(format_args!("{:#}", to_json(&name, &located, &all)));
    }
    verdict(&name, &all, args.json, *output)
}

fn unknown_actions(args: &Args, inspection: &Inspection) -> Result<(), Error> {
    let known: Vec<&String> = inspection.info.actions.iter().map(|action| &action.name).collect();
    match args.action.iter().find(|name| !known.contains(name)) {
        None => Ok(()),
        Some(name) => {
            let names: Vec<&str> = known.iter().map(|name| name.as_str()).collect();
            let there =
                if names.is_empty() { "it has none".to_owned() } else { format!("it has {}", names.join(", ")) };
            Err(Error::new(format!("the plugin has no action with the name `{name}`")).help(there))
        }
    }
}

/// Runs a check in a process of its own.
fn apart(kind: Kind, plan: &Plan, output: Output) -> Result<Checked, Error> {
    let deadline = Duration::from_secs(plan.timeout);
    let job = WorkerJob::Check(Job { kind, plan: plan.clone() });
    match worker::run::<_, Checked>(&job, Surroundings::Apart { deadline }, output) {
        Ok(checked) => Ok(checked),
        Err(Failure::Error(error)) => Err(error),
        Err(Failure::Ended(ended)) => Ok(Checked::ended(kind, &ended.how, &ended.stderr)),
    }
}

pub(super) fn work(job: &Job) -> Checked {
    checks::run(job.kind, &job.plan)
}

/// Compares plugin.yaml with the metadata and with the files that hosts look for.
fn manifest(located: &Located, inspection: &Inspection) -> Result<Checked, Error> {
    let rule = "plugin-yaml";
    let mut checked = Checked::passed("in step with the plugin");
    let about_yaml = |warning: &&inspection::Warning| warning.rule == rule || warning.rule.is_empty();
    for warning in inspection.warnings.iter().filter(about_yaml) {
        let fix =
            if warning.fix.is_empty() { "correct plugin.yaml, or remove it and build again" } else { &warning.fix };
        checked.findings.push(finding(rule, &warning.subject, warning.observed.clone(), fix));
    }
    match (&located.folder, &located.package) {
        (None, None) => return Ok(Checked::skipped("there is no plugin.yaml beside the library")),
        (None, Some(_)) => checked.findings.push(finding(
            rule,
            manifest::FILE,
            "the file is missing, so hosts do not load the package",
            "run `cargo aro build`, which writes it",
        )),
        (Some(_), Some(package)) if checked.findings.is_empty() => in_step(package, inspection, &mut checked)?,
        _ => {}
    }
    if let Some(package) = &located.package {
        for fault in archive::faults(package) {
            checked.findings.push(finding("static-library", "target/release", fault, "see `cargo aro static --help`"));
        }
    }
    Ok(checked)
}

/// What `cargo aro build` would change, and whether hosts find the library.
fn in_step(package: &Package, inspection: &Inspection, checked: &mut Checked) -> Result<(), Error> {
    let wanted = manifest::wanted(package, &inspection.info, build::output_path(&package.library));
    if let Synced::Changed(changes) = manifest::sync(&package.dir, &wanted, &Actions::Keep, true)? {
        for change in changes {
            // Hosts read neither of these.
            if ["description", "license"].contains(&change.key()) {
                checked.notes.push(format!("plugin.yaml: `cargo aro build` would write {change}"));
                continue;
            }
            let fix = "run `cargo aro build`, which writes it";
            checked.findings.push(finding("plugin-yaml", manifest::FILE, change.to_string(), fix));
        }
    }
    if manifest::as_hosts_read_it(&package.dir)?.library(&package.dir).is_err() {
        checked.notes.push("there is no library where hosts look: run `cargo aro build --release`".to_owned());
    }
    Ok(())
}

fn accept(kind: Kind, mut checked: Checked, accept: &[(String, String)]) -> Done {
    let reason = |finding: &Finding| accept.iter().find(|(rule, _)| *rule == finding.rule).map(|(_, why)| why.clone());
    let (kept, accepted): (Vec<_>, Vec<_>) = checked.findings.into_iter().partition(|found| reason(found).is_none());
    checked.findings = kept;
    let accepted = accepted.into_iter().filter_map(|found| Some((found.clone(), reason(&found)?))).collect();
    Done { kind, checked, accepted }
}

fn show(done: &Done, output: Output) {
    let Done { kind, checked, accepted } = done;
    let count = checked.findings.len();
    let (mark, summary) = match count {
        0 if checked.is_skipped => (Mark::Skipped, checked.summary.clone()),
        0 if !accepted.is_empty() => (Mark::Passed, format!("what was found is accepted ({})", accepted.len())),
        0 => (Mark::Passed, checked.summary.clone()),
        1 => (Mark::Failed, "1 finding".to_owned()),
        _ => (Mark::Failed, format!("{count} findings")),
    };
    output.checked(kind.name(), mark, &summary);
    for (found, reason) in accepted {
        output.note(format_args!("accepted: [{}] {}, because {reason}", found.rule, found.subject));
    }
    checked.notes.iter().for_each(|note| output.note(note));
    for Finding { rule, subject, input, observed, fix } in &checked.findings {
        output.result(format_args!("\n[{rule}] {subject}"));
        for (label, text) in [("input", input), ("observed", observed), ("fix", fix)] {
            if !text.is_empty() {
                output.result(format_args!("  {label}: {}", text.trim_end().replace('\n', "\n    ")));
            }
        }
    }
    if count > 0 {
        output.result("");
    }
}

fn to_json(name: &str, located: &Located, all: &[Done]) -> Value {
    let checks = all.iter().map(|Done { kind, checked, accepted }| {
        let accepted = accepted.iter().map(|(finding, reason)| json!({ "finding": finding, "reason": reason }));
        let result = match (checked.findings.is_empty(), checked.is_skipped) {
            (false, _) => "failed",
            (true, true) => "skipped",
            (true, false) => "passed",
        };
        json!({
            "check": kind.name(),
            "result": result,
            "summary": checked.summary,
            "findings": checked.findings,
            "accepted": accepted.collect::<Vec<_>>(),
            "notes": checked.notes,
        })
    });
    let checks: Vec<Value> = checks.collect();
    let by_rule = checks::by_rule(all.iter().map(|done| &done.checked));
    json!({
        "plugin": name,
        "library": located.library,
        "passed": by_rule.is_empty(),
        "findings_by_rule": by_rule,
        "checks": checks,
    })
}

/// The summary by rule, as an error if there is anything in it.
fn verdict(name: &str, all: &[Done], is_json: bool, output: Output) -> Result<(), Error> {
    let by_rule = checks::by_rule(all.iter().map(|done| &done.checked));
    let Some((first, _)) = by_rule.first_key_value() else {
        if !is_json {
            output.status("Checked", format_args!("`{name}`: nothing was found"));
        }
        return Ok(());
    };
    let lines: Vec<String> = by_rule.iter().map(|(rule, count)| format!("\n  {count:>3} {rule}")).collect();
    Err(Error::new(format!("`{name}` does not pass:{}", lines.concat())).help(format!(
        "correct what is listed above; what is wanted so can be accepted: `--accept '{first}=the reason'`"
    )))
}
