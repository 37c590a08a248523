//! The grammar of ARO statements: from source text to a syntax tree. Knows nothing of hosts.

mod expression;
mod lexer;
mod parser;

pub use parser::ParseError;

pub(crate) use parser::{parse_all, parse_one};

/// A variable with its specifiers: `<base: specifier>`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Noun {
    pub(crate) base: String,
    /// The specifiers after the colon, separated by bars: `<x: A.b | C.d>` has two stages of two
    /// parts each.
    pub(crate) stages: Vec<Vec<String>>,
}

impl Noun {
    /// The specifiers as an envelope has them.
    pub(crate) fn specifiers(&self) -> Vec<String> {
        match &self.stages[..] {
            [] => Vec::new(),
            [stage] => stage.clone(),
            stages => vec![stages.iter().map(|stage| stage.join(".")).collect::<Vec<_>>().join(" | ")],
        }
    }
}

/// How the statement names its object.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Object {
    Noun(Noun),
    Expression(Expression),
}

/// The part of a statement where a result is expected.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Target {
    Noun(Noun),
    /// `Log "text" to the <console>.`
    Sink(Expression),
}

/// A statement as it is written.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Statement {
    /// The statement's source text, without the whitespace around it.
    pub(crate) text: String,
    /// As written, with the handle.
    pub(crate) verb: String,
    /// The column of the verb, from 1.
    pub(crate) column: usize,
    pub(crate) target: Target,
    pub(crate) preposition: String,
    pub(crate) object: Object,
    pub(crate) with: Option<Expression>,
    pub(crate) when: Option<Expression>,
}

/// A value as it is written.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expression {
    Literal(serde_json::Value),
    /// A string with `${…}` in it.
    Text(Vec<Expression>),
    Variable(Noun),
    List(Vec<Expression>),
    Object(Vec<(String, Expression)>),
    Unary(Operator, Box<Expression>),
    Binary(Box<Expression>, Operator, Box<Expression>),
}

/// An operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    Or,
    And,
    Not,
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Contains,
    Join,
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}
