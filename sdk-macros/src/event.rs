//! `#[aro_on_event]`.

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::LitStr;

use crate::attrs::Entries;
use crate::catalogue::action as say;
use crate::code::{Code, code, ident};
use crate::item;
use crate::keys;
use crate::marks;
use crate::params::{Params, Role, refuse_self};
use crate::path::Sdk;
use crate::report::Report;
use crate::syntax::{Function, Value};
use crate::thunk::{Outcome, Target, Thunk};

pub(crate) fn expand(args: TokenStream, item: TokenStream) -> TokenStream {
    item::on_function("aro_on_event", &args, &item, read)
}

fn read(args: TokenStream, function: &mut Function, report: &Report) -> Option<Code> {
    let hearing = Hearing::read(args, report);
    refuse_self("aro_on_event", &function.sig, report);
    let params = Params::read(&mut function.sig, Role::Other, report);
    report.none_so_far()?;
    Some(generate(function, &params, &hearing?))
}

/// `"Pattern"`, then `crate = path` if need be.
struct Hearing {
    pattern: LitStr,
    sdk: Sdk,
}

impl Hearing {
    /// `None` with a mistake.
    fn read(args: TokenStream, report: &Report) -> Option<Self> {
        let mut args = args.into_iter();
        let Some(first) = args.next() else {
            report.at_span(Span::call_site(), say::pattern_missing("got nothing"));
            return None;
        };
        let place = first.span();
        let Some(pattern) = Value::of(first).text() else {
            report.at_span(place, say::pattern_missing("got something else"));
            return None;
        };
        match args.next() {
            None => {}
            Some(TokenTree::Punct(comma)) if comma.as_char() == ',' => {}
            Some(other) => {
                report.at_span(other.span(), say::pattern_missing("got more"));
                return None;
            }
        }
        let mut entries = Entries::parse(args.collect(), &keys::ON_EVENT, report);
        check(&pattern, report);
        Some(Self { pattern, sdk: Sdk::of_plugin(entries.krate(report).as_ref()) })
    }
}

fn check(text: &LitStr, report: &Report) {
    let pattern = text.value();
    if pattern.is_empty() {
        report.at(text, say::pattern_empty());
    } else if pattern.strip_suffix('*').unwrap_or(&pattern).contains('*') {
        report.at(text, say::pattern_star(&pattern));
    }
}

fn generate(function: &Function, params: &Params, hearing: &Hearing) -> Code {
    let Hearing { pattern, sdk } = hearing;
    let written = &function.sig.ident;
    let name = written.to_string();
    let run = Thunk::new(sdk, params).function(&ident("__run"), &Target::function(function), Outcome::Nothing);
    let descriptor = code! { sdk, name, pattern =>
        #sdk::Handler {
            name: #name,
            pattern: #pattern,
            run: __run,
            describe: #sdk::describe_events,
        }
    };
    let unique = format!("{name} {}", pattern.value());
    let registration = item::registration(sdk, "Handler", "Handler", &descriptor, &unique);
    // The log and the order of handlers know a handler by both.
    let mark = marks::mark(&format!("event_handler_{name}_of"), &pattern.value(), pattern.span());
    let mark = marks::on_plugin(&mark);
    item::scope(&function.attrs, written.span(), &code!(run, registration, mark => #run #registration #mark))
}
