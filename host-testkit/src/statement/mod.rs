//! ARO statements: from text to what a host has to do.

mod expression;
mod lexer;
mod parser;

pub use parser::ParseError;

pub(crate) use parser::{parse_all, parse_one};

/// A variable, with what stands behind its colon.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Noun {
    pub(crate) base: String,
    /// What stands behind the colon, between bars: `<x: A.b | C.d>` has two stages, of two parts each.
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

/// What stands where a result is expected.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Target {
    Noun(Noun),
    /// `Log "text" to the <console>.`
    Sink(Expression),
}

/// A statement as it is written.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Statement {
    /// The statement's own text, without the blanks around it.
    pub(crate) text: String,
    /// As written, with the handle.
    pub(crate) verb: String,
    /// The character at which the verb stands, from 1.
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
    /// Text with `${…}` in it.
    Text(Vec<Expression>),
    Variable(Noun),
    List(Vec<Expression>),
    Object(Vec<(String, Expression)>),
    Unary(Operator, Box<Expression>),
    Binary(Box<Expression>, Operator, Box<Expression>),
}

/// What joins two values.
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
