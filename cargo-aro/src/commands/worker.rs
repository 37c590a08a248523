//! What a worker does: the part of a command in which the plugin is loaded.

use std::path::Path;
use std::process::ExitCode;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{call, check, repl, run};
use crate::worker;

/// The job of a worker.
#[derive(Debug, Deserialize, Serialize)]
pub(super) enum Job {
    Call(call::Job),
    Run(run::Job),
    Check(check::Job),
    Repl(repl::Job),
}

/// Does the job of the request at this path.
pub(crate) fn serve(request: &Path) -> ExitCode {
    worker::serve(request, |job, output| match job {
        Job::Call(job) => call::work(&job, output).map(|()| Value::Null),
        Job::Run(job) => run::work(&job, output).map(Value::from),
        Job::Check(job) => Ok(json!(check::work(&job))),
        Job::Repl(job) => repl::work(&job, output).map(Value::from),
    })
}
