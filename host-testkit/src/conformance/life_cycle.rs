//! The orders in which hosts begin and end a plugin (ABI, section 2).

use super::checker::Checker;
use super::inputs;
use crate::isolation::{Call, Mode};

pub(super) fn check(checker: &mut Checker<'_>) {
    let begun = ["aro_plugin_register", "aro_plugin_init", "aro_plugin_info"];
    if begun.iter().any(|function| checker.has_failed(function)) {
        return;
    }
    let (register, info, init, shutdown) = (Call::register(), Call::info(), Call::init(), Call::shutdown());
    let alive = checker.reached.iter().find(|(subject, _)| !checker.has_failed(subject));
    let envelope = inputs::eager(&"hello".into(), None);
    let call = alive.and_then(|(_, action)| Call::execute(action, &envelope).ok());
    let with_a_call = |calls: &[&Call]| calls.iter().copied().chain(call.as_ref()).cloned().collect::<Vec<_>>();
    let without = |calls: &[&Call]| calls.iter().copied().cloned().collect::<Vec<_>>();

    in_order(checker, "init-twice", "aro_plugin_init", &with_a_call(&[&register, &info, &init, &init, &register]));
    in_order(checker, "init-twice", "aro_plugin_init", &with_a_call(&[&init, &register, &info]));
    if checker.check.in_process {
        checker.report.skip("calls without init, which need a plugin that was never called".to_owned());
    } else {
        in_order(checker, "without-init", "aro_plugin_init", &with_a_call(&[&info]));
    }

    let subject = "aro_plugin_shutdown";
    checker.restart();
    let batch = checker.session.batch(0, Mode::Sequential, &without(&[&register, &info, &init, &shutdown]));
    if let Some(crash) = batch.crash {
        checker.record_crash(subject, &crash, None);
        return;
    }
    in_order(checker, "shutdown-twice", subject, &without(&[&register, &info, &init, &shutdown, &shutdown]));
    in_order(checker, "shutdown-twice", subject, &without(&[&info, &shutdown]));
    in_order(checker, "after-shutdown", subject, &with_a_call(&[&register, &info, &init, &shutdown]));
}

fn in_order(checker: &mut Checker<'_>, id: &str, subject: &str, calls: &[Call]) {
    if checker.check.skip.contains(id) {
        return;
    }
    checker.restart();
    if let Some(crash) = checker.session.batch(0, Mode::Sequential, calls).crash {
        let input = calls.iter().map(Call::to_string).collect::<Vec<_>>().join("\n");
        let observed = format!("{crash}");
        checker.add_finding(id, subject, input, observed);
    }
    checker.restart();
}
