//! Documentation as C comments.

use std::fmt::Write as _;

/// The width of a comment's text in columns, where it is wrapped.
const WIDTH: usize = 96;

/// Writes a block comment of these paragraphs at an indentation; nothing if all are empty.
pub(crate) fn write(out: &mut String, indent: &str, paragraphs: &[&str]) {
    let paragraphs: Vec<&str> = paragraphs.iter().map(|text| text.trim_end()).filter(|text| !text.is_empty()).collect();
    let lines = paragraphs.join("\n\n");
    let lines: Vec<String> = lines.lines().map(|line| escape(line.trim_end())).collect();
    if let [] | [_] = &lines[..] {
        for line in lines {
            let _ = writeln!(out, "{indent}/** {line} */");
        }
        return;
    }
    let _ = writeln!(out, "{indent}/**");
    for line in lines {
        let blank = if line.is_empty() { "" } else { " " };
        let _ = writeln!(out, "{indent} *{blank}{line}");
    }
    let _ = writeln!(out, "{indent} */");
}

/// Breaks a paragraph of the generator's own into lines. A list's item is indented.
pub(crate) fn wrap(paragraph: &str) -> String {
    let indent = if paragraph.starts_with("- ") { "  " } else { "" };
    let mut lines = String::new();
    let mut width = 0;
    for word in paragraph.split(' ') {
        let length = word.chars().count();
        if width > 0 && width + 1 + length > WIDTH {
            lines.push('\n');
            lines.push_str(indent);
            width = indent.len();
        } else if width > 0 {
            lines.push(' ');
            width += 1;
        }
        lines.push_str(word);
        width += length;
    }
    lines
}

/// Replaces what could end the comment, begin another one, or make compilers warn.
///
/// Compilers warn about the trigraph `??/`, about control characters, and about characters that
/// change the direction of text (they can hide code). The characters become their number.
fn escape(line: &str) -> String {
    let mut escaped = String::with_capacity(line.len());
    for character in line.chars() {
        match character {
            '\t' => escaped.push_str("    "),
            '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                let _ = write!(escaped, "<U+{:04X}>", u32::from(character));
            }
            control if control.is_control() => {
                let _ = write!(escaped, "<U+{:04X}>", u32::from(control));
            }
            _ => {
                let joins = match character {
                    '/' => escaped.ends_with('*') || escaped.ends_with("??"),
                    '*' => escaped.ends_with('/'),
                    _ => false,
                };
                if joins {
                    escaped.push(' ');
                }
                escaped.push(character);
            }
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(paragraphs: &[&str]) -> String {
        let mut out = String::new();
        write(&mut out, "", paragraphs);
        out
    }

    #[test]
    fn paragraphs_are_separated_by_an_empty_line() {
        assert_eq!(written(&["One.\n  Two.", "", "Three."]), "/**\n * One.\n *   Two.\n *\n * Three.\n */\n");
    }

    #[test]
    fn one_line_stays_one_line() {
        assert_eq!(written(&["One. "]), "/** One. */\n");
    }

    #[test]
    fn long_sentences_are_wrapped_between_words() {
        let word = "x".repeat(60);
        assert_eq!(wrap(&format!("- {word} {word} y")), format!("- {word}\n  {word} y"));
        assert_eq!(wrap("short"), "short");
    }

    #[test]
    fn no_documentation_is_no_comment() {
        assert_eq!(written(&["", " \n"]), "");
    }

    #[test]
    fn documentation_cannot_end_the_comment() {
        assert_eq!(written(&["a */ b /* c /*/ d ??/"]), "/** a * / b / * c / * / d ?? / */\n");
    }

    #[test]
    fn characters_that_hide_code_become_their_number() {
        assert_eq!(written(&["a\u{202e}b\u{0}c\u{7f}"]), "/** a<U+202E>b<U+0000>c<U+007F> */\n");
    }
}
