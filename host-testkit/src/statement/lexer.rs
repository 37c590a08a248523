//! From source text to tokens.

use super::ParseError;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    /// A name, a keyword, a preposition or an article: which of them, its place decides.
    Word(String),
    Integer(i64),
    Double(f64),
    /// The pieces of a string: literal text, or the source of a `${…}` with its position.
    Text(Vec<Piece>),
    Symbol(&'static str),
    /// `/…/`, which the testkit does not evaluate.
    Regex,
    End,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Piece {
    Plain(String),
    Inserted(String, usize),
}

#[derive(Clone, Debug)]
pub(super) struct Placed {
    pub(super) token: Token,
    /// The character at which it begins, from 0.
    pub(super) at: usize,
}

/// Longest first, so that `++` is not two `+`.
const SYMBOLS: [&str; 27] = [
    "|>", "++", "==", "!=", "<=", ">=", "<", ">", "{", "}", "[", "]", "(", ")", ":", ",", ".", "|", "+", "-", "*", "/",
    "%", "=", ";", "&", "@",
];

pub(super) fn tokens(source: &[char]) -> Result<Vec<Placed>, ParseError> {
    let mut lexer = Lexer { source, at: 0 };
    let mut found = Vec::new();
    loop {
        lexer.skip()?;
        let at = lexer.at;
        let before_pattern = matches!(found.last(), Some(Placed { token: Token::Word(word), .. }) if word == "matches" || word == "case");
        let token = if before_pattern && lexer.peek(0) == Some('/') { lexer.regex()? } else { lexer.next()? };
        let end = token == Token::End;
        found.push(Placed { token, at });
        if end {
            return Ok(found);
        }
    }
}

struct Lexer<'s> {
    source: &'s [char],
    at: usize,
}

impl Lexer<'_> {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.source.get(self.at + ahead).copied()
    }

    fn fault(&self, at: usize, message: impl Into<String>) -> ParseError {
        ParseError::new(self.source, at, message)
    }

    /// Blanks and comments, `(* … *)`.
    fn skip(&mut self) -> Result<(), ParseError> {
        loop {
            match (self.peek(0), self.peek(1)) {
                (Some(c), _) if c.is_whitespace() => self.at += 1,
                (Some('('), Some('*')) => {
                    let from = self.at;
                    self.at += 2;
                    while (self.peek(0), self.peek(1)) != (Some('*'), Some(')')) {
                        if self.peek(0).is_none() {
                            return Err(self.fault(from, "the comment is not ended: write `*)`"));
                        }
                        self.at += 1;
                    }
                    self.at += 2;
                }
                _ => return Ok(()),
            }
        }
    }

    fn next(&mut self) -> Result<Token, ParseError> {
        let Some(first) = self.peek(0) else { return Ok(Token::End) };
        match first {
            '"' if self.peek(1) == Some('"') && self.peek(2) == Some('"') => self.long_text(),
            '"' | '\'' => self.text(first),
            '0'..='9' => self.number(),
            _ if first.is_alphabetic() || first == '_' => Ok(Token::Word(self.word())),
            _ => {
                let rest = &self.source[self.at..];
                let symbol =
                    SYMBOLS.into_iter().find(|symbol| rest.iter().copied().take(symbol.len()).eq(symbol.chars()));
                let symbol = symbol.ok_or_else(|| self.fault(self.at, format!("ARO has no use for `{first}` here")))?;
                self.at += symbol.len();
                Ok(Token::Symbol(symbol))
            }
        }
    }

    fn word(&mut self) -> String {
        let from = self.at;
        while self.peek(0).is_some_and(|c| c.is_alphanumeric() || c == '_') {
            self.at += 1;
        }
        self.source[from..self.at].iter().collect()
    }

    fn regex(&mut self) -> Result<Token, ParseError> {
        let from = self.at;
        self.at += 1;
        while self.peek(0) != Some('/') {
            if matches!(self.peek(0), None | Some('\n')) {
                return Err(self.fault(from, "the regular expression is not ended: write `/`"));
            }
            self.at += if self.peek(0) == Some('\\') { 2 } else { 1 };
        }
        self.at += 1;
        while self.peek(0).is_some_and(char::is_alphabetic) {
            self.at += 1;
        }
        Ok(Token::Regex)
    }

    /// `0xFF` and `0b101`; `None` where no such number begins.
    fn radix(&mut self) -> Result<Option<Token>, ParseError> {
        let radix = match (self.peek(0), self.peek(1)) {
            (Some('0'), Some('x' | 'X')) => 16,
            (Some('0'), Some('b' | 'B')) => 2,
            _ => return Ok(None),
        };
        let from = self.at;
        self.at += 2;
        while self.peek(0).is_some_and(|c| c.is_ascii_alphanumeric() || c == '_') {
            self.at += 1;
        }
        let digits: String = self.source[from + 2..self.at].iter().filter(|c| **c != '_').collect();
        let number = i64::from_str_radix(&digits, radix);
        number
            .map(|number| Some(Token::Integer(number)))
            .map_err(|_| self.fault(from, format!("`{digits}` is not a number of 64 bits")))
    }

    fn number(&mut self) -> Result<Token, ParseError> {
        if let Some(number) = self.radix()? {
            return Ok(number);
        }
        let from = self.at;
        let digits = |lexer: &mut Self| {
            while lexer.peek(0).is_some_and(|c| c.is_ascii_digit() || c == '_') {
                lexer.at += 1;
            }
        };
        digits(self);
        let mut double = false;
        if self.peek(0) == Some('.') && self.peek(1).is_some_and(|c| c.is_ascii_digit()) {
            (self.at, double) = (self.at + 1, true);
            digits(self);
        }
        let sign = usize::from(matches!(self.peek(1), Some('+' | '-')));
        if matches!(self.peek(0), Some('e' | 'E')) && self.peek(1 + sign).is_some_and(|c| c.is_ascii_digit()) {
            (self.at, double) = (self.at + 1 + sign, true);
            digits(self);
        }
        let text: String = self.source[from..self.at].iter().filter(|c| **c != '_').collect();
        let refused = |_| self.fault(from, format!("`{text}` is not a number of 64 bits"));
        if double {
            Ok(Token::Double(text.parse().map_err(|_: std::num::ParseFloatError| ()).map_err(refused)?))
        } else if text == "9223372036854775808" && from.checked_sub(1).is_some_and(|sign| self.source[sign] == '-') {
            // The least integer has no positive counterpart; its negative is itself.
            Ok(Token::Integer(i64::MIN))
        } else {
            Ok(Token::Integer(text.parse().map_err(|_: std::num::ParseIntError| ()).map_err(refused)?))
        }
    }

    /// Three double quotes, on lines of their own, around lines whose common indentation goes.
    fn long_text(&mut self) -> Result<Token, ParseError> {
        let from = self.at;
        self.at += 3;
        let rest = &self.source[self.at..];
        let end = rest.windows(3).position(|quotes| quotes == ['"'; 3]);
        let end = end.ok_or_else(|| self.fault(from, "the string has no closing quotes: write \"\"\""))?;
        let text: String = rest[..end].iter().collect();
        self.at += end + 3;
        let mut lines: Vec<&str> = text.split('\n').collect();
        if lines.first().is_some_and(|line| line.trim().is_empty()) {
            lines.remove(0);
        }
        if lines.last().is_some_and(|line| line.trim().is_empty()) {
            lines.pop();
        }
        let indentation = |line: &&str| line.len() - line.trim_start().len();
        let common = lines.iter().filter(|line| !line.trim().is_empty()).map(indentation).min().unwrap_or(0);
        let lines: Vec<&str> = lines.into_iter().map(|line| line.get(common..).unwrap_or_default()).collect();
        Ok(Token::Text(vec![Piece::Plain(lines.join("\n"))]))
    }

    /// Double quotes know escapes and `${…}`, single ones only their own quote.
    fn text(&mut self, quote: char) -> Result<Token, ParseError> {
        let from = self.at;
        let raw = quote == '\'';
        let (mut pieces, mut plain) = (Vec::new(), String::new());
        self.at += 1;
        loop {
            let Some(next) = self.peek(0).filter(|c| *c != '\n') else {
                return Err(self.fault(from, format!("the string has no closing quote: write {quote}")));
            };
            match next {
                _ if next == quote => break,
                '\\' if raw && self.peek(1) == Some(quote) => {
                    plain.push(quote);
                    self.at += 2;
                }
                '\\' if !raw => plain.push(self.escape(from)?),
                '$' if !raw && self.peek(1) == Some('{') => {
                    let start = self.at + 2;
                    let end = self.source[start..].iter().position(|c| *c == '}').map(|length| start + length);
                    let end = end.ok_or_else(|| self.fault(self.at, "`${` is not ended: write `}`"))?;
                    if !plain.is_empty() {
                        pieces.push(Piece::Plain(std::mem::take(&mut plain)));
                    }
                    pieces.push(Piece::Inserted(self.source[start..end].iter().collect(), start));
                    self.at = end + 1;
                }
                _ => {
                    plain.push(next);
                    self.at += 1;
                }
            }
        }
        self.at += 1;
        if !plain.is_empty() || pieces.is_empty() {
            pieces.push(Piece::Plain(plain));
        }
        Ok(Token::Text(pieces))
    }

    fn escape(&mut self, from: usize) -> Result<char, ParseError> {
        let at = self.at;
        let Some(escaped) = self.peek(1) else {
            return Err(self.fault(from, "the string has no closing quote: write \""));
        };
        self.at += 2;
        Ok(match escaped {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            '0' => '\0',
            '\\' | '"' | '\'' | '$' => escaped,
            'u' => self.code_point(at)?,
            _ => {
                let message =
                    format!("`\\{escaped}` is not an escape: ARO has \\n \\r \\t \\0 \\\\ \\\" \\' \\$ and \\u{{…}}");
                return Err(self.fault(at, message));
            }
        })
    }

    fn code_point(&mut self, at: usize) -> Result<char, ParseError> {
        let rest = &self.source[self.at..];
        let end = rest.iter().position(|c| *c == '}').filter(|_| rest.first() == Some(&'{'));
        let digits: String = end.map(|end| rest[1..end].iter().collect()).unwrap_or_default();
        let character = u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32);
        let character = character.ok_or_else(|| self.fault(at, "write a character by its number as \\u{1F642}"))?;
        self.at += digits.chars().count() + 2;
        Ok(character)
    }
}
