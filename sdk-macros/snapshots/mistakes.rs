fn greet(source: &str, (a, b): (u8, u8)) {}
::core::compile_error! {
    "#[aro_action] has no key `verb`\n= note: its keys are: verbs, prepositions, name, role, since, returns, symbol, emits, timeout, crate\n= help: did you mean `verbs`? write one of these keys, or remove `verb`"
}
::core::compile_error! {
    "a parameter needs a name here, not a pattern\n= note: programs pass arguments by name\n= help: name the parameter, and destructure it in the function: `let Point { x, y } = point;`"
}
::core::compile_error! {
    "ARO has no role `owner`\n= note: its roles are: request, own, response, export, server\n= help: write one of these, or leave the key out for `own`"
}
