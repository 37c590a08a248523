//! A recursive-descent parser: from tokens to a statement, by the grammar of the real parser as far
//! as it concerns plugins.

use std::fmt;

use thiserror::Error;

use super::lexer::{self, Placed, Token};
use super::unsupported::{self, Unsupported};
use super::{Expression, Noun, Object, Statement, Target, names};

/// Why ARO could not parse a statement.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub struct ParseError {
    /// The whole text that was parsed.
    pub text: String,
    /// The line of the fault, from 1.
    pub line: usize,
    /// The character of the fault in its line, from 1.
    pub column: usize,
    /// What was found, what was expected, and what to write.
    pub message: String,
    /// Set when ARO can parse the statement, and the testkit does not run it.
    pub(crate) unsupported: Option<Unsupported>,
}

impl ParseError {
    pub(super) fn new(source: &[char], at: usize, message: impl Into<String>) -> Self {
        let before = &source[..at.min(source.len())];
        let line = before.iter().filter(|c| **c == '\n').count() + 1;
        let column = before.iter().rev().take_while(|c| **c != '\n').count() + 1;
        Self { text: source.iter().collect(), line, column, message: message.into(), unsupported: None }
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { text, line, column, message, unsupported } = self;
        let text = text.lines().nth(line - 1).unwrap_or_default();
        if unsupported.is_none() {
            f.write_str("ARO cannot parse this statement: ")?;
        }
        write!(f, "{message} (line {line}, column {column})\n  {text}\n  ")?;
        // Not by a width, which panics beyond 65,535.
        write!(f, "{}^", " ".repeat(column.saturating_sub(1)))
    }
}

/// Verbs that send a value instead of producing one: `Log <x> to the <console>.`
const SINKS: [&str; 7] = ["log", "print", "output", "debug", "write", "send", "dispatch"];

/// Clauses of other verbs, which the testkit does not run.
const FOREIGN_CLAUSES: [&str; 6] = ["to", "against", "by", "default", "order", "limit"];

/// Units after the number of `Sleep`.
const UNITS: [&str; 10] =
    ["milliseconds", "millisecond", "ms", "seconds", "second", "s", "minutes", "minute", "hours", "hour"];

pub(crate) fn parse_one(source: &str) -> Result<Statement, ParseError> {
    let source: Vec<char> = source.chars().collect();
    let mut parser = Parser::new(&source)?;
    let statement = parser.statement()?;
    match parser.token() {
        Token::End => parser.check_supported().map(|()| statement),
        _ => Err(parser.fault("one statement ends here: give the next one to another `run`, or all to `run_program`")),
    }
}

pub(crate) fn parse_all(source: &str) -> Result<Vec<Statement>, ParseError> {
    let source: Vec<char> = source.chars().collect();
    let mut parser = Parser::new(&source)?;
    let mut statements = Vec::new();
    while *parser.token() != Token::End {
        statements.push(parser.statement()?);
    }
    names::check_statements(&statements, parser.source)?;
    parser.check_supported()?;
    Ok(statements)
}

/// The source of a `${…}`, which begins at `at` of the whole, and the height of its tree.
pub(super) fn parse_inserted(source: &str, whole: &[char], at: usize) -> Result<(Expression, usize), ParseError> {
    let inner: Vec<char> = source.chars().collect();
    let moved = |error: ParseError| ParseError {
        unsupported: error.unsupported,
        ..ParseError::new(whole, at + error.column - 1, error.message)
    };
    let mut parser = Parser::new(&inner).map_err(moved)?;
    let expression = match parser.token() {
        // `${order.id}` is `${<order: id>}`.
        Token::Word(_) if !parser.begins_expression() => parser.bare_path().map_err(moved)?,
        _ => parser.expression().map_err(moved)?,
    };
    match parser.token() {
        Token::End => parser.check_supported().map_err(moved).map(|()| (expression, parser.height)),
        _ => Err(moved(parser.expected("`}`"))),
    }
}

pub(super) struct Parser<'s> {
    pub(super) source: &'s [char],
    tokens: Vec<Placed>,
    at: usize,
    /// How many values or blocks are open around this place.
    pub(super) depth: usize,
    /// How high the tree of the expression is that was parsed last.
    pub(super) height: usize,
    /// The first construct that the testkit does not support, with its place.
    unsupported: Option<(usize, Unsupported)>,
}

/// The maximum depth of nested values and blocks.
pub(super) const DEPTH: usize = 128;

impl<'s> Parser<'s> {
    pub(super) fn new(source: &'s [char]) -> Result<Self, ParseError> {
        Ok(Self { source, tokens: lexer::tokens(source)?, at: 0, depth: 0, height: 0, unsupported: None })
    }

    /// Remembers that the testkit does not support what begins here. The rest is parsed first,
    /// since a real error in it counts more.
    pub(super) fn note_unsupported(&mut self, construct: Unsupported) {
        let at = self.position();
        self.unsupported.get_or_insert((at, construct));
    }

    /// Fails if something was parsed that the testkit does not support.
    pub(super) fn check_supported(&self) -> Result<(), ParseError> {
        match self.unsupported {
            None => Ok(()),
            Some((at, construct)) => Err(Self::refusal(self.source, at, construct)),
        }
    }

    pub(super) fn unsupported_here(&self, construct: Unsupported) -> ParseError {
        Self::refusal(self.source, self.position(), construct)
    }

    fn refusal(source: &[char], at: usize, construct: Unsupported) -> ParseError {
        ParseError { unsupported: Some(construct), ..ParseError::new(source, at, construct.to_string()) }
    }

    /// Parses one level deeper. The limit protects the stack.
    pub(super) fn nested<T>(
        &mut self,
        parse: impl FnOnce(&mut Self) -> Result<T, ParseError>,
    ) -> Result<T, ParseError> {
        if self.depth == DEPTH {
            return Err(
                self.fault(format!("values nest deeper than {DEPTH} levels here: bind the inner one to a variable"))
            );
        }
        self.depth += 1;
        let inner = parse(self);
        self.depth -= 1;
        inner
    }

    pub(super) fn token(&self) -> &Token {
        &self.tokens[self.at].token
    }

    pub(super) fn ahead(&self, count: usize) -> &Token {
        &self.tokens[(self.at + count).min(self.tokens.len() - 1)].token
    }

    pub(super) fn advance(&mut self) {
        self.at = (self.at + 1).min(self.tokens.len() - 1);
    }

    pub(super) fn position(&self) -> usize {
        self.tokens[self.at].at
    }

    pub(super) fn word(&self) -> Option<&str> {
        match self.token() {
            Token::Word(word) => Some(word),
            _ => None,
        }
    }

    pub(super) fn take_word(&mut self, word: &str) -> bool {
        let found = self.word() == Some(word);
        if found {
            self.advance();
        }
        found
    }

    pub(super) fn is(&self, symbol: &str) -> bool {
        matches!(self.token(), Token::Symbol(found) if *found == symbol)
    }

    pub(super) fn take(&mut self, symbol: &str) -> bool {
        let found = self.is(symbol);
        if found {
            self.advance();
        }
        found
    }

    pub(super) fn expect(&mut self, symbol: &str) -> Result<(), ParseError> {
        if self.take(symbol) { Ok(()) } else { Err(self.expected(&format!("`{symbol}`"))) }
    }

    pub(super) fn fault(&self, message: impl Into<String>) -> ParseError {
        ParseError::new(self.source, self.position(), message)
    }

    pub(super) fn expected(&self, what: &str) -> ParseError {
        let found = match self.token() {
            Token::Word(word) => format!("`{word}`"),
            Token::Integer(number) => format!("the number {number}"),
            Token::Double(number) => format!("the number {number}"),
            Token::Text(_) => "a string".to_owned(),
            Token::Symbol(symbol) => format!("`{symbol}`"),
            Token::Regex => "a regular expression".to_owned(),
            Token::End => "the end".to_owned(),
        };
        self.fault(format!("expected {what}, got {found}"))
    }

    pub(super) fn statement(&mut self) -> Result<Statement, ParseError> {
        let start = self.position();
        let column = ParseError::new(self.source, start, "").column;
        let verb = self.verb()?;
        let plain = verb.rsplit('.').next().unwrap_or_default();
        // `Log true` is an error of the real parser.
        let value = !matches!(self.token(), Token::Word(_)) && self.begins_expression();
        let sink = value && SINKS.contains(&plain.to_lowercase().as_str());
        let mut target_at = self.position();
        let target = if sink {
            Target::Sink(self.expression()?)
        } else {
            let target = self.target(&mut target_at)?;
            Target::Noun(target)
        };
        let preposition = self.preposition()?;
        let object = self.object(&preposition)?;
        if matches!(verb.to_lowercase().as_str(), "sleep" | "delay" | "pause")
            && self.word().is_some_and(|word| UNITS.contains(&word))
        {
            self.advance();
        }
        let with = if self.take_word("with") { Some(self.expression()?) } else { None };
        if self.word() == Some("where") {
            self.note_unsupported(unsupported::CLAUSE);
            self.advance();
            // The real parser requires the field in angle brackets, and reports the error at its
            // position.
            if !self.is("<") {
                return Err(self.expected("`<`"));
            }
            // The clause has a syntax of its own.
            if self.expression().is_err() {
                self.check_supported()?;
            }
        }
        while self.word().is_some_and(|word| FOREIGN_CLAUSES.contains(&word)) {
            self.note_unsupported(unsupported::CLAUSE);
            self.advance();
            self.expression()?;
        }
        let when = if self.take_word("when") { Some(self.expression()?) } else { None };
        self.end()?;
        let text = self.source[start..self.tokens[self.at - 1].at + 1].iter().collect();
        Ok(Statement { text, verb, column, target_at, target, preposition, object, with, when })
    }

    fn end(&mut self) -> Result<(), ParseError> {
        if self.is("|>") {
            self.note_unsupported(unsupported::PIPELINE);
            self.advance();
            return Ok(());
        }
        if self.take(".") { Ok(()) } else { Err(self.expected("`.` at the end of the statement")) }
    }

    /// One identifier, or several with dots: a handle and a verb. Each begins with an upper-case
    /// letter.
    fn verb(&mut self) -> Result<String, ParseError> {
        const EXPECTED: &str = "an action verb such as `ParseCSV`, which begins with an upper-case letter and stands \
                                without angle brackets";
        let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
        let Some(first) = self.word().filter(|word| capital(word)) else { return Err(self.expected(EXPECTED)) };
        let mut verb = first.to_owned();
        if aro_abi::is_reserved_word(&verb) && !aro_abi::is_builtin_verb(&verb.to_lowercase()) {
            return Err(self.fault(format!("`{verb}` is a reserved word of ARO, so it cannot be a verb")));
        }
        self.advance();
        while self.is(".") {
            let Token::Word(part) = self.ahead(1) else { break };
            if aro_abi::is_reserved_name(part) {
                break;
            }
            if !capital(part) {
                let message = format!("the verb behind the handle begins with an upper-case letter, `{part}` does not");
                self.advance();
                return Err(self.fault(message));
            }
            verb = format!("{verb}.{part}");
            self.advance();
            self.advance();
        }
        if self.is("-") && matches!(self.ahead(1), Token::Word(_)) {
            let found = self.expected("`<`").message;
            return Err(self.fault(format!("{found}: a verb is written without hyphens, `Parse-It` as `ParseIt`")));
        }
        Ok(verb)
    }

    fn is_article(&self) -> bool {
        matches!(self.word(), Some("a" | "an" | "the" | "A" | "An" | "The"))
    }

    fn target(&mut self, at: &mut usize) -> Result<Noun, ParseError> {
        if self.is_article() {
            self.advance();
        }
        // The name begins after the bracket.
        *at = self.tokens[(self.at + 1).min(self.tokens.len() - 1)].at;
        let noun = self.noun()?;
        if self.take_word("as") {
            self.compound("a type")?;
        }
        Ok(noun)
    }

    fn preposition(&mut self) -> Result<String, ParseError> {
        let known = self.word().and_then(aro_abi::Preposition::from_word);
        let Some(preposition) = known else {
            let words: Vec<&str> = aro_abi::Preposition::ALL.iter().map(|word| word.as_str()).collect();
            return Err(self.expected(&format!("a preposition ({})", words.join(", "))));
        };
        self.advance();
        Ok(preposition.as_str().to_owned())
    }

    /// The object can be a value only after `from`, `for`, `to` and `with`; there `<x>` without an
    /// article is one.
    fn object(&mut self, preposition: &str) -> Result<Object, ParseError> {
        let value = matches!(preposition, "from" | "for" | "to" | "with") && self.begins_expression();
        if value && !self.is_system_object() {
            return self.expression().map(Object::Expression);
        }
        if self.is_article() {
            self.advance();
        }
        if self.is("<") {
            return self.noun().map(Object::Noun);
        }
        match self.token() {
            Token::Word(_) => Ok(Object::Noun(Noun { base: self.compound("an object")?, stages: Vec::new() })),
            _ if !value && self.begins_expression() => Err(self.expected(&format!(
                "an object in angle brackets, since a value is allowed only after from, for, to and with, not after `{preposition}`"
            ))),
            _ => Err(self.expected("an object: `the <name>` or a value")),
        }
    }

    /// `<file: "path">`, without anything to compute after it.
    fn is_system_object(&self) -> bool {
        if !self.is("<") || !matches!((self.ahead(1), self.ahead(2)), (Token::Word(_), Token::Symbol(":"))) {
            return false;
        }
        let close = (3..).find(|count| matches!(self.ahead(*count), Token::Symbol(">") | Token::End)).unwrap_or(3);
        !matches!(self.ahead(close + 1), Token::Symbol("+" | "-" | "*" | "/" | "%" | "==" | "!=" | "<" | "<=" | ">="))
    }
}

#[cfg(test)]
#[path = "parser_tests.rs"]
mod tests;
