//! The orders in which hosts begin and end a plugin (ABI, section 2).

use super::examination::Examination;
use super::inputs;
use crate::isolation::{Call, Mode};

pub(super) fn check(examined: &mut Examination<'_>) {
    let begun = ["aro_plugin_register", "aro_plugin_init", "aro_plugin_info"];
    if begun.iter().any(|function| examined.is_dead(function)) {
        return;
    }
    let (register, info, init, shutdown) = (Call::register(), Call::info(), Call::init(), Call::shutdown());
    let alive = examined.reached.iter().find(|(subject, _)| !examined.is_dead(subject));
    let envelope = inputs::eager(&"hello".into(), None);
    let call = alive.and_then(|(_, action)| Call::execute(action, &envelope).ok());
    let with_a_call = |calls: &[&Call]| calls.iter().copied().chain(call.as_ref()).cloned().collect::<Vec<_>>();
    let without = |calls: &[&Call]| calls.iter().copied().cloned().collect::<Vec<_>>();

    in_order(examined, "init-twice", "aro_plugin_init", &with_a_call(&[&register, &info, &init, &init, &register]));
    in_order(examined, "init-twice", "aro_plugin_init", &with_a_call(&[&init, &register, &info]));
    if examined.check.in_process {
        examined.report.skip("calls without init, which need a plugin that was never called".to_owned());
    } else {
        in_order(examined, "without-init", "aro_plugin_init", &with_a_call(&[&info]));
    }

    let subject = "aro_plugin_shutdown";
    examined.restart();
    let batch = examined.session.batch(0, Mode::InTurn, &without(&[&register, &info, &init, &shutdown]));
    if let Some(crash) = batch.crash {
        examined.crashed(subject, &crash, None);
        return;
    }
    in_order(examined, "shutdown-twice", subject, &without(&[&register, &info, &init, &shutdown, &shutdown]));
    in_order(examined, "shutdown-twice", subject, &without(&[&info, &shutdown]));
    in_order(examined, "after-shutdown", subject, &with_a_call(&[&register, &info, &init, &shutdown]));
}

fn in_order(examined: &mut Examination<'_>, id: &str, subject: &str, calls: &[Call]) {
    if examined.check.skip.contains(id) {
        return;
    }
    examined.restart();
    if let Some(crash) = examined.session.batch(0, Mode::InTurn, calls).crash {
        let done = calls.iter().map(Call::to_string).collect::<Vec<_>>().join("\n");
        let came = format!("{crash}");
        examined.find(id, subject, done, came);
    }
    examined.restart();
}
