//! Names: `<base: specifier.specifier | qualifier>`.

use super::lexer::{Piece, Token};
use super::parser::Parser;
use super::{Expression, Noun, ParseError};

impl Parser<'_> {
    pub(super) fn noun(&mut self) -> Result<Noun, ParseError> {
        self.expect("<")?;
        let base = self.compound("a name")?;
        let mut stages = Vec::new();
        if self.take(":") {
            loop {
                stages.push(self.stage()?);
                if !self.take("|") {
                    break;
                }
            }
        }
        self.expect(">")?;
        Ok(Noun { base, stages })
    }

    pub(super) fn stage(&mut self) -> Result<Vec<String>, ParseError> {
        if let Token::Text(pieces) = self.token().clone() {
            self.advance();
            let [Piece::Plain(text)] = &pieces[..] else { return Err(self.expected("a string without `${`")) };
            return Ok(vec![text.clone()]);
        }
        let mut parts = vec![self.specifier()?];
        let continues = |token: &Token| match token {
            Token::Word(word) => !aro_abi::is_reserved_name(word),
            token => matches!(token, Token::Integer(_)),
        };
        while self.is(".") && continues(self.ahead(1)) {
            self.advance();
            parts.push(self.specifier()?);
        }
        Ok(parts)
    }

    fn specifier(&mut self) -> Result<String, ParseError> {
        if let Token::Integer(index) = *self.token() {
            self.advance();
            return Ok(index.to_string());
        }
        self.compound("a specifier after the colon")
    }

    /// `order.id`, in a string.
    pub(super) fn bare_path(&mut self) -> Result<Expression, ParseError> {
        let base = self.compound("a name")?;
        let stages = if self.take(".") { vec![self.stage()?] } else { Vec::new() };
        Ok(Expression::Variable(Noun { base, stages }))
    }

    /// Names, unlike verbs, may have hyphens. Only their first part must not be a reserved word.
    pub(super) fn compound(&mut self, what: &str) -> Result<String, ParseError> {
        if let Some(word) = self.word().filter(|word| aro_abi::is_reserved_name(word)) {
            return Err(self.fault(format!(
                "expected {what}, got `{word}`, which is a reserved word of ARO: use another name, or put a key or \
                 specifier in quotes"
            )));
        }
        self.plain_compound(what)
    }

    /// A name that may be any word.
    pub(super) fn plain_compound(&mut self, what: &str) -> Result<String, ParseError> {
        let mut name = self.word().ok_or_else(|| self.expected(what))?.to_owned();
        self.advance();
        while self.is("-") {
            let next = match self.ahead(1) {
                Token::Word(word) => word.clone(),
                Token::Integer(number) => number.to_string(),
                _ => break,
            };
            name = format!("{name}-{next}");
            self.advance();
            self.advance();
        }
        Ok(name)
    }
}
