//! Whole programs: feature sets, loops and `match`.

use super::lexer::Token;
use super::parser::{ParseError, Parser};
use super::{Case, Expression, FeatureSet, ForEach, Match, Program, Step, names, unsupported};

/// Keywords that begin statements of their own.
const KEYWORDS: [&str; 10] =
    ["require", "publish", "guard", "defer", "break", "type", "enum", "protocol", "import", "precondition"];

/// Parses feature sets.
pub(crate) fn parse_program(source: &str) -> Result<Program, ParseError> {
    let source: Vec<char> = source.chars().collect();
    let mut parser = Parser::new(&source)?;
    let mut feature_sets = Vec::new();
    while *parser.token() != Token::End {
        feature_sets.push(parser.feature_set()?);
    }
    for set in &feature_sets {
        names::check(&set.body, &source)?;
    }
    parser.check_supported()?;
    Ok(Program { feature_sets })
}

impl Parser<'_> {
    fn feature_set(&mut self) -> Result<FeatureSet, ParseError> {
        if self.word() == Some("import") {
            return Err(self.unsupported_here(unsupported::KEYWORD));
        }
        self.expect("(")?;
        let name = self.words("the name of the feature set")?;
        self.expect(":")?;
        let activity = self.words("a business activity, such as `Case` or `Booked Handler`")?;
        self.expect(")")?;
        if self.word() == Some("when") {
            self.note_unsupported(unsupported::GUARDED_HANDLER);
            self.advance();
            self.expression()?;
        }
        let body = self.block()?;
        Ok(FeatureSet { name, activity, body })
    }

    fn words(&mut self, what: &str) -> Result<String, ParseError> {
        let mut words = vec![self.plain_compound(what)?];
        while matches!(self.token(), Token::Word(_)) {
            words.push(self.plain_compound(what)?);
        }
        Ok(words.join(" "))
    }

    fn block(&mut self) -> Result<Vec<Step>, ParseError> {
        self.expect("{")?;
        self.nested(|parser| {
            let mut steps = Vec::new();
            while !parser.take("}") {
                steps.push(parser.step()?);
            }
            Ok(steps)
        })
    }

    fn step(&mut self) -> Result<Step, ParseError> {
        match self.word() {
            Some("for" | "parallel") => self.for_each(),
            Some("match") => self.match_block(),
            Some("while") => {
                self.note_unsupported(unsupported::WHILE);
                self.advance();
                self.expression()?;
                self.block().map(|body| {
                    Step::Match(Match { subject: Expression::List(Vec::new()), cases: Vec::new(), otherwise: body })
                })
            }
            Some(word) if KEYWORDS.contains(&word) => Err(self.unsupported_here(unsupported::KEYWORD)),
            _ => Ok(Step::Statement(Box::new(self.statement()?))),
        }
    }

    fn for_each(&mut self) -> Result<Step, ParseError> {
        self.take_word("parallel");
        for word in ["for", "each"] {
            if !self.take_word(word) {
                return Err(self.expected(&format!("`{word}`")));
            }
        }
        let item = self.noun()?.base;
        if self.word() == Some("at") {
            self.note_unsupported(unsupported::LOOP_CLAUSE);
            self.advance();
            self.noun()?;
        }
        if !self.take_word("in") {
            return Err(self.expected("`in`"));
        }
        let list = self.noun()?;
        if self.word() == Some("with") {
            self.note_unsupported(unsupported::LOOP_CLAUSE);
            while !self.is("{") && *self.token() != Token::End && self.word() != Some("where") {
                self.advance();
            }
        }
        let filter = if self.take_word("where") { Some(self.expression()?) } else { None };
        let body = self.block()?;
        Ok(Step::ForEach(ForEach { item, list, filter, body }))
    }

    fn match_block(&mut self) -> Result<Step, ParseError> {
        self.advance();
        let subject = Expression::Variable(self.noun()?);
        self.expect("{")?;
        let (mut cases, mut otherwise) = (Vec::new(), Vec::new());
        while !self.take("}") {
            if self.take_word("otherwise") {
                otherwise = self.block()?;
                continue;
            }
            if !self.take_word("case") {
                return Err(self.expected("`case` or `otherwise`"));
            }
            let pattern = if let Token::Regex = self.token() {
                self.note_unsupported(unsupported::PATTERN);
                self.advance();
                Expression::Literal(serde_json::Value::Null)
            } else {
                self.expression()?
            };
            let guard = if self.take_word("where") { Some(self.expression()?) } else { None };
            let body = self.block()?;
            cases.push(Case { pattern, guard, body });
        }
        Ok(Step::Match(Match { subject, cases, otherwise }))
    }
}
