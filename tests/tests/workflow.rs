//! The workflow that authors copy, `docs/build-plugin.yml`.

use std::collections::BTreeSet;

use serde_json::Value;

const WORKFLOW: &str = include_str!("../../docs/build-plugin.yml");
const PAGE: &str = include_str!("../../docs/cross-compiling.md");

fn workflow() -> Value {
    serde_saphyr::from_str(WORKFLOW).unwrap_or_else(|error| panic!("docs/build-plugin.yml is not valid YAML: {error}"))
}

/// The commands of all jobs.
fn commands(workflow: &Value) -> Vec<&str> {
    let jobs = workflow["jobs"].as_object().unwrap().values();
    let steps = jobs.flat_map(|job| job["steps"].as_array().unwrap());
    steps.filter_map(|step| step["run"].as_str()).collect()
}

#[test]
fn the_workflow_is_valid_yaml_and_each_step_does_one_thing() {
    let workflow = workflow();
    assert!(workflow["on"].is_object(), "{workflow}");
    for (name, job) in workflow["jobs"].as_object().unwrap() {
        assert!(job["runs-on"].is_string(), "{name}");
        for step in job["steps"].as_array().unwrap() {
            assert!(step["uses"].is_string() != step["run"].is_string(), "{name}: {step}");
        }
    }
}

#[test]
fn the_workflow_builds_for_five_targets_that_the_page_names() {
    let workflow = workflow();
    let mut targets: BTreeSet<&str> = commands(&workflow)
        .into_iter()
        .filter(|command| command.starts_with("rustup target add "))
        .flat_map(|command| command.split_whitespace().skip(3))
        .filter(|word| word.contains("-apple-") || word.contains("-windows-"))
        .collect();
    let matrix = workflow["jobs"]["linux"]["strategy"]["matrix"]["target"].as_array().unwrap();
    targets.extend(matrix.iter().filter_map(Value::as_str));
    assert_eq!(targets.len(), 5, "{targets:?}");
    for target in targets {
        assert!(PAGE.contains(&format!("`{target}`")), "{target}");
    }
}

/// The workflow replaces the line `output:` of an author's `plugin.yaml`.
#[test]
fn every_example_has_the_line_that_the_workflow_replaces() {
    let examples = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../examples")).unwrap();
    for manifest in examples.map(|entry| entry.unwrap().path().join("plugin.yaml")).filter(|path| path.is_file()) {
        let text = std::fs::read_to_string(&manifest).unwrap();
        let lines = text.lines().filter(|line| line.trim_start().starts_with("output:")).count();
        assert_eq!(lines, 1, "{}", manifest.display());
    }
}
