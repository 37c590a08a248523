use serde_json::json;

use super::super::{Operator, Step, parse_program};
use super::*;

fn one(source: &str) -> Statement {
    parse_one(source).unwrap_or_else(|error| panic!("{error}"))
}

/// The column of the error, and its message.
fn fault(source: &str) -> (usize, String) {
    let error = parse_one(source).expect_err(source);
    (error.column, error.message)
}

fn noun(base: &str, stages: &[&[&str]]) -> Noun {
    let stages = stages.iter().map(|stage| stage.iter().map(|part| (*part).to_owned()).collect()).collect();
    Noun { base: base.to_owned(), stages }
}

#[test]
fn a_statement_has_a_verb_a_result_a_preposition_and_an_object() {
    let statement = one("  Csv.ParseCSV an <r-1: x.y> from the <text: a>.");
    assert_eq!(statement.verb, "Csv.ParseCSV");
    assert_eq!(statement.target, Target::Noun(noun("r-1", &[&["x", "y"]])));
    assert_eq!(statement.preposition, "from");
    assert_eq!(statement.object, Object::Noun(noun("text", &[&["a"]])));
    assert_eq!((statement.with, statement.column), (None, 3));
}

#[test]
fn every_preposition_and_article_is_known() {
    for preposition in aro_abi::Preposition::ALL {
        for article in ["a", "an", "the", ""] {
            let statement = one(&format!("Do {article} <r> {preposition} the <o>."));
            assert_eq!(statement.preposition, preposition.as_str());
        }
    }
}

#[test]
fn a_variable_without_an_article_is_a_value_and_one_with_a_specifier_is_not() {
    let value = Expression::Variable(noun("d", &[]));
    assert_eq!(one("Do the <r> with <d>.").object, Object::Expression(value.clone()));
    assert_eq!(one("Do the <r> from the <d>.").object, Object::Noun(noun("d", &[])));
    assert_eq!(one("Do the <r> from <d: x>.").object, Object::Noun(noun("d", &[&["x"]])));
    assert_eq!(one("Do the <r> via <d>.").object, Object::Noun(noun("d", &[])));
    let Object::Expression(sum) = one("Do the <r> from <d: x> * 2.").object else { panic!("a value") };
    let times = Expression::Binary(
        Box::new(Expression::Variable(noun("d", &[&["x"]]))),
        Operator::Multiply,
        Box::new(Expression::Literal(json!(2))),
    );
    assert_eq!(sum, times);
}

#[test]
fn literals_are_what_they_stand_for() {
    let literal = |text: &str| match one(&format!("Do the <r> from {text}.")).object {
        Object::Expression(Expression::Literal(value)) => value,
        other => panic!("{other:?}"),
    };
    assert_eq!(literal(r#""a\n\t\"\\\u{1F642}/ä\$""#), json!("a\n\t\"\\🙂/ä$"));
    assert_eq!(literal(r"'raw \n \' '"), json!("raw \\n ' "));
    assert_eq!(literal("-9223372036854775808"), json!(i64::MIN));
    assert_eq!(literal("9223372036854775807"), json!(i64::MAX));
    assert!(literal("2.0").is_f64() && literal("1_000").is_i64());
    assert_eq!(literal("-2.5e3"), json!(-2500.0));
    assert_eq!(literal("true"), json!(true));
}

#[test]
fn qualifiers_form_a_chain() {
    let statement = one("Compute the <q: P.a | Q.only-b> from the <s> with { n: 3 }.");
    assert_eq!(statement.target, Target::Noun(noun("q", &[&["P", "a"], &["Q", "only-b"]])));
    assert!(matches!(statement.with, Some(Expression::Object(_))));
}

#[test]
fn faults_stand_where_the_real_parser_has_them() {
    // The columns are those of the captured programs, minus four spaces of indentation.
    assert_eq!(fault("Probe.Probe-It the <r> from the <s>.").0, 12);
    assert_eq!(fault("<ProbeIt> the <r> from the <s>.").0, 1);
    assert_eq!(fault("ProbeIt the <r> from the <list> where name = \"x\".").0, 39);
    assert_eq!(fault("ProbeIt \"text\" to the <s>.").0, 9);
}

#[test]
fn an_error_says_what_was_found_and_what_to_write() {
    let said = |source: &str, part: &str| {
        let (_, message) = fault(source);
        assert!(message.contains(part), "{source}: {message}");
    };
    said("parse the <r> from the <s>.", "begins with an upper-case letter");
    said("The the <r> from the <s>.", "`The` is a reserved word");
    said("Do the <r> towards the <s>.", "a preposition (from, for, against");
    said("Do the <r> from the <s>", "`.` at the end");
    said("Do the <r> via \"x\".", "only after from, for, to and with");
    said("Do the <r> from \"x.", "the string has no closing quote");
    said(r#"Do the <r> from "\q"."#, "not an escape");
    said("Do the <r> from [1 2].", "`,` or `]`");
    said("Do the <r> from the <s>. Do the <q> from the <s>.", "run_program");
    said("Do the <r> from the <s> with { limit 5 }.", "expected `:`");
    said("Do the <r> from 99999999999999999999.", "64 bits");
    said("Csv.parse the <r> from the <s>.", "behind the handle");
    said("", "an action verb");
    said("Do the <r> from 9223372036854775808.", "64 bits");
    for open in ["(", "[", "- ", "not ", "{ a: "] {
        said(&format!("Do the <r> from {}", open.repeat(100_000)), "deeper than 128 levels");
    }
}

#[test]
fn a_program_is_its_statements() {
    let all = parse_all("Do the <r> from 1.5. (* a note *)\n Log <r> to the <console>.\nLog \"x ${<r>}\" to the <console> when <r> > 1.")
        .unwrap();
    assert_eq!(all.len(), 3);
    assert_eq!(all[1].text, "Log <r> to the <console>.");
    assert!(matches!(&all[2].target, Target::Sink(Expression::Text(parts)) if parts.len() == 2));
    assert!(all[2].when.is_some());
    assert_eq!(parse_all("Do the <r> from 1.\n  oops").unwrap_err().line, 2);
}

#[test]
fn a_whole_program_has_feature_sets_with_steps() {
    let source = r#"
        (Application-Start: My Shop) {
            for each <i> in <l: m> where <i: n> > 1 { Log <i> to the <console>. }
            match <i> { case 1 where true { Return an <OK: status> for the <x>. } otherwise { Do the <r> from "x". } }
            Sleep the <w> for 200 milliseconds.
        }
        (Tell: OrderBooked Handler) { }
    "#;
    let program = parse_program(source).unwrap();
    let names: Vec<(&str, &str)> =
        program.feature_sets.iter().map(|set| (set.name.as_str(), set.activity.as_str())).collect();
    assert_eq!(names, [("Application-Start", "My Shop"), ("Tell", "OrderBooked Handler")]);
    let [Step::ForEach(each), Step::Match(found), Step::Statement(_)] = &program.feature_sets[0].body[..] else {
        panic!("{program:?}")
    };
    assert_eq!((each.item.as_str(), &each.list, each.filter.is_some()), ("i", &noun("l", &[&["m"]]), true));
    assert_eq!((found.cases.len(), found.otherwise.len()), (1, 1));
}

#[test]
fn a_real_error_counts_more_than_what_is_not_played() {
    let fault = |source: &str| parse_program(&format!("(A: B) {{ {source} }}")).unwrap_err();
    let unsupported = fault("while 1 > 2 { }");
    assert_eq!((unsupported.unsupported, unsupported.column), (Some(unsupported::WHILE), 10));
    assert_eq!(fault("while 1 > 2 { } oops").unsupported, None);
    assert_eq!(fault("Do the <r> from <a> |> Do the <q> from <b>.").unsupported, Some(unsupported::PIPELINE));
    assert_eq!(fault("Log 1 to the <console> when <t> matches /^a/.").unsupported, Some(unsupported::PATTERN));
    let deep = "for each <x> in <y> { ".repeat(10_000);
    assert!(fault(&deep).message.contains("deeper than 128 levels"));
}

#[test]
fn a_fault_far_along_a_line_is_shown_at_its_place() {
    for far in [65_534, 65_535, 65_536, 200_000] {
        for before in
            [" ".repeat(far), "ä".repeat(far), format!("\n{}", "x".repeat(far)), format!("\"{}\"", "y".repeat(far))]
        {
            for error in
                [parse_one(&format!("{before}}}")).unwrap_err(), parse_program(&format!("{before}}}")).unwrap_err()]
            {
                let shown = error.to_string();
                let marker = shown.lines().last().expect("a line");
                assert_eq!(marker.len(), 2 + error.column, "{}", error.message);
            }
        }
    }
}

#[test]
fn a_chain_of_operators_has_a_limit_wherever_it_is_and_whatever_they_are() {
    let chain = |link: &str, count: usize| format!("<x>{}", link.repeat(count));
    let links = [
        " + 1",
        " - <y>",
        " * 2",
        " / 2",
        " % 2",
        " ++ \"a\"",
        " and true",
        " or <y>",
        " < 1",
        " == 1",
        " contains 1",
        " is an Object",
        "[0]",
        "[\"a\"]",
        " ++ \"${<y>}\"",
        " + (1)",
        " matches /a/ + 1",
    ];
    let places: [fn(&str) -> String; 9] = [
        |chain| format!("Create the <r> with {chain}."),
        |chain| format!("Create the <r> with ({chain})."),
        |chain| format!("Create the <r> with [1, {chain}]."),
        |chain| format!("Create the <r> with {{ a: {chain} }}."),
        |chain| format!("Create the <r> with not {chain}."),
        |chain| format!("Create the <r> with <y>[{chain}]."),
        |chain| format!("Log 1 to the <console> when {chain}."),
        |chain| format!("for each <i> in <l> where {chain} {{ Log 1 to the <console>. }}"),
        |chain| format!("match <l> {{ case {chain} {{ Log 1 to the <console>. }} }}"),
    ];
    for link in links {
        for place in places {
            let program = |count| format!("(A: B) {{ {} }}", place(&chain(link, count)));
            if let Err(error) = parse_program(&program(120)) {
                assert!(error.unsupported.is_some(), "{link}: {error}");
            }
            let error = parse_program(&program(300)).unwrap_err();
            assert!(error.message.contains("more than 256 operators"), "{link}: {}", error.message);
        }
        // So many would overflow the stack.
        assert!(parse_one(&places[0](&chain(link, 20_000))).is_err(), "{link}");
    }
}

#[test]
fn the_chains_of_nested_values_count_together() {
    // Each level of parentheses begins with a chain, so the tree is much higher than it is nested.
    let level = format!("({}", " + 1".repeat(40));
    let nested = format!("{}<x>{}", "(".repeat(100), format!("{})", &level[1..]).repeat(100));
    let error = parse_one(&format!("Create the <r> with {nested}.")).unwrap_err();
    assert!(error.message.contains("more than 256 operators"), "{}", error.message);
    let inserted = (0..20).fold("<x>".to_owned(), |inner, _| format!("\"${{{inner}{}}}\"", " ++ <y>".repeat(40)));
    let error = parse_one(&format!("Create the <r> with {inserted}.")).unwrap_err();
    assert!(!error.message.is_empty());
}

proptest::proptest! {
    #[test]
    fn any_text_is_parsed_or_refused_with_a_place_inside_it(
        pieces in proptest::collection::vec(proptest::sample::select(&[
            "Do", "Do.It", "the", "<r>", "<r: a.b | C.d>", "from", "with", "via", "\"a ${<b>} c\"", "'x'", "-5", "1.5e3",
            "[", "]", "{", "}", "(", ")", ":", ",", ".", "|", "<", ">", "++", "is not", "when", "where", "(*", "*)", "\\",
            "\"", "${", "\n", "é", "🙂", "a: 1", "true", "nil", "(A: B) {", "for each <x> in <y> {", "match <x> {", "case 1 {",
            "otherwise {", "while", "parallel", "exists", "is an", "|>", "matches", "/x", "\"\"\"", "0x", "where",
        ][..]), 0..24),
        glue in proptest::sample::select(&["", " "][..]),
    ) {
        let source = pieces.join(glue);
        if let Err(error) = parse_all(&source) {
            proptest::prop_assert!(error.line <= source.lines().count() + 1, "{error}");
            proptest::prop_assert!(!error.to_string().is_empty());
        }
        for source in [source.clone(), format!("(A: B) {{ {source} }}"), format!("(A: B) {{ {source}")] {
            if let Err(error) = parse_program(&source) {
                proptest::prop_assert!(error.line <= source.lines().count() + 1, "{error}");
            }
        }
    }
}
