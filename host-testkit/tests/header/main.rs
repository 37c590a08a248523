//! The C header, from descriptions that are written by hand.

mod compiler;
mod loading;
mod refused;
#[path = "../support/mod.rs"]
mod support;

use aro_host_testkit::header::TypedExports;

const ORDINARY: &str = include_str!("ordinary.json");
const UNPLEASANT: &str = include_str!("unpleasant.json");

fn exports(json: &str) -> TypedExports {
    TypedExports::from_json(json).unwrap_or_else(|error| panic!("{error}"))
}

/// The comment before a function and its prototype.
fn part_of<'a>(header: &'a str, symbol: &str) -> &'a str {
    let at = header.find(&format!(" {symbol}(")).or_else(|| header.find(&format!("*{symbol}("))).expect(symbol);
    let begin = header[..at].rfind("/**").expect("a comment");
    let end = at + header[at..].find(";\n").expect("the end of the prototype") + 1;
    &header[begin..end]
}

#[test]
fn each_form_of_function_has_its_prototype() {
    let declarations = exports(ORDINARY).declarations();
    let expected = [
        "void geometry_free(void *pointer);",
        "int32_t geometry_last_error(const char **message, size_t *message_len);",
        "const char *geometry_describe(void);",
        "int32_t geometry_add(int32_t a, int32_t b);",
        "int32_t geometry_checked(AroError *error);",
        "void geometry_log(const char *text, size_t text_len);",
        "geometry_Point geometry_middle(geometry_Segment of);",
        "int32_t geometry_reverse(const char *text, size_t text_len, char **out, size_t *out_len, AroError *error);",
        "int32_t geometry_scale(const geometry_Point *points, size_t points_len, double by, geometry_Point **out, size_t *out_len, AroError *error);",
        "int32_t geometry_first(const geometry_Point *points, size_t points_len, geometry_Point *out, AroError *error);",
        "bool geometry_every_number(int8_t a, int16_t b, int64_t c, uint8_t d, uint16_t e, uint32_t f, uint64_t g, intptr_t h, size_t i, float j, bool k, geometry_Color l);",
        "int32_t geometry_counter_new(uint64_t start, geometry_Counter *out, AroError *error);",
        "uint64_t geometry_counter_next(geometry_Counter self);",
        "void geometry_counter_free(geometry_Counter self);",
    ];
    let functions: Vec<&str> = declarations.lines().filter(|line| line.contains('(')).collect();
    assert_eq!(functions, expected);
}

#[test]
fn types_are_declared_before_they_are_used() {
    let declarations = exports(ORDINARY).declarations();
    let types: Vec<&str> = declarations.lines().filter(|line| !line.contains('(')).collect();
    assert_eq!(
        types,
        [
            "typedef struct AroError { int32_t code; char *message; size_t message_len; } AroError;",
            "typedef struct geometry_Point { double x; double y; } geometry_Point;",
            "typedef struct geometry_Segment { geometry_Point from; geometry_Point to; } geometry_Segment;",
            "typedef int32_t geometry_Color;",
            "enum { geometry_Color_Red = 0, geometry_Color_Blue = 7 };",
            "typedef struct geometry_Counter { uint64_t slot; uint64_t tag; } geometry_Counter;",
        ]
    );
}

#[test]
fn documentation_and_ownership_are_at_each_function() {
    let header = exports(ORDINARY).c_header();
    let reverse = "/**
 * Reverses a string.
 *
 * Returns `ARO_SUCCESS`, or an error code if an argument is refused or the function panics.
 *
 * Ownership:
 * - `text` is borrowed for the call: `text_len` bytes of UTF-8, which need no NUL at the end; NULL
 *   is allowed if `text_len` is 0.
 * - On success `*out` is a new string of `*out_len` bytes with a NUL after them, and the caller
 *   frees it with `geometry_free`.
 * - `error` may be NULL. On failure the caller frees `error->message` with `geometry_free`.
 */
int32_t geometry_reverse(const char *text, size_t text_len, char **out, size_t *out_len, AroError *error);";
    assert_eq!(part_of(&header, "geometry_reverse"), reverse);
    for symbol in exports(ORDINARY).symbols() {
        assert!(part_of(&header, symbol).contains(" * Ownership:"), "{symbol}");
    }
    assert!(
        part_of(&header, "geometry_counter_new").contains("that the caller owns and ends with `geometry_counter_free`")
    );
    assert!(part_of(&header, "geometry_first").contains("`ARO_NONE` if there is no value"));
    for documentation in ["A point of the plane.", "Where it begins.", "As a rose.", "Counts."] {
        assert!(header.contains(&format!("* {documentation}")), "{documentation}");
    }
}

#[test]
fn names_that_c_does_not_accept_are_changed_and_stay_different() {
    let declarations = exports(UNPLEASANT).declarations();
    let names = declarations.lines().find(|line| line.contains(" odd_names(")).unwrap();
    assert_eq!(
        names,
        "int32_t odd_names(int32_t out, const char *out_len, size_t out_len_len, const uint8_t *error, size_t error_len_, \
         uint8_t error_len, bool new_, uint8_t odd_Words_, int32_t int32_t_, int32_t AroError_, odd_Words odd_names, odd_Wide _uf1, \
         odd_Thing this_, const odd_Words *and_, size_t and__len, const odd_Small *char_, size_t char__len, char **out_, size_t *out_len_, \
         AroError *error_);"
    );
    let words = declarations.lines().find(|line| line.contains("struct odd_Words")).unwrap();
    assert_eq!(
        words,
        "typedef struct odd_Words { int32_t class_; int32_t default_; int32_t gr_uf6_udfe; int32_t linux_; int32_t NULL_; \
         int32_t class__; int32_t size_t_; bool bool_; odd_Big errno_; } odd_Words;"
    );
}

#[test]
fn the_headers_differ_in_no_way_between_two_calls() {
    assert_eq!(exports(UNPLEASANT).c_header(), exports(UNPLEASANT).c_header());
}
