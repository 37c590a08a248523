//! The grammar of ARO: from source text to a syntax tree. Knows nothing of hosts.
//!
//! The parser accepts what the real one accepts, and reports an error where the real one does.
//! What ARO has and the testkit does not run is parsed too, as far as that is cheap, and reported
//! as [`Unsupported`] once the rest is known to be ARO.

mod expression;
mod lexer;
mod names;
mod nouns;
mod parser;
mod program;
pub(crate) mod unsupported;

pub use parser::ParseError;
pub use unsupported::{Unsupported, unsupported_constructs};

pub(crate) use parser::{parse_all, parse_one};
pub(crate) use program::parse_program;

/// Checks that a whole program, feature sets with their statements, is one that the real compiler
/// takes and that the testkit runs. It runs nothing and needs no plugin.
///
/// ```
/// use aro_host_testkit::check_program;
///
/// let program = |statement: &str| format!("(Application-Start: Docs) {{ {statement} }}");
/// assert!(check_program(&program("Greet the <greeting> with { \"by\": 1 }.")).is_ok());
/// let error = check_program(&program("Greet the <greeting> with { by: 1 }.")).unwrap_err();
/// assert!(error.to_string().contains("reserved word"), "{error}");
/// ```
///
/// # Errors
///
/// [`ParseError`], with the place: what is not ARO; a name that is bound twice in one feature set;
/// what [the testkit does not run](unsupported_constructs).
pub fn check_program(source: &str) -> Result<(), ParseError> {
    parse_program(source).map(drop)
}

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
    /// The character of the source at which the result's name begins.
    pub(crate) target_at: usize,
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
    /// `<x>["key"]`, `<x>[0]`
    Subscript(Box<Expression>, Box<Expression>),
    /// `<x> exists`
    Exists(Box<Expression>),
    /// `<x> is an Object`
    Is(Box<Expression>, String),
}

/// A whole program.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Program {
    pub(crate) feature_sets: Vec<FeatureSet>,
}

/// `(Name: Business Activity) { … }`
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FeatureSet {
    pub(crate) name: String,
    pub(crate) activity: String,
    pub(crate) body: Vec<Step>,
}

/// What a body consists of.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Step {
    Statement(Box<Statement>),
    ForEach(ForEach),
    Match(Match),
}

/// `for each <item> in <list> where … { … }`, also with `parallel` before it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ForEach {
    pub(crate) item: String,
    pub(crate) list: Noun,
    pub(crate) filter: Option<Expression>,
    pub(crate) body: Vec<Step>,
}

/// `match <subject> { case … { … } otherwise { … } }`
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Match {
    pub(crate) subject: Expression,
    pub(crate) cases: Vec<Case>,
    pub(crate) otherwise: Vec<Step>,
}

/// `case 2 where … { … }`
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Case {
    pub(crate) pattern: Expression,
    pub(crate) guard: Option<Expression>,
    pub(crate) body: Vec<Step>,
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
