fn greet(source: &str, (a, b): (u8, u8)) {}
::core::compile_error! {
    "#[aro_action] has no key `verb`\n= note: its keys are: verbs, prepositions, name, role, since, returns, symbol, emits, crate\n= help: did you mean `verbs`? remove `verb` or write one of these keys"
}
::core::compile_error! {
    "a parameter needs a name here, not a pattern\n= note: programs pass it by name\n= help: name the parameter and take it apart in the body: `let Point { x, y } = point;`"
}
::core::compile_error! {
    "an action needs verbs\n= note: the verb is the word by which programs call it\n= help: write `#[aro_action(verbs = [\"DoSomething\"])]`"
}
::core::compile_error! {
    "ARO has no role `owner`\n= note: it has: request, own, response, export, server\n= help: write one of these, or leave the key out for `own`"
}
