//! Expressions, by operator precedence.

use serde_json::Value;

use super::lexer::{Piece, Token};
use super::parser::{Parser, parse_inserted};
use super::unsupported;
use super::{Expression, Operator, ParseError};

/// The precedence of an operator; a greater one binds more tightly.
fn binary(token: &Token) -> Option<(u8, Operator)> {
    Some(match token {
        Token::Word(word) if word == "or" => (1, Operator::Or),
        Token::Word(word) if word == "and" => (2, Operator::And),
        Token::Word(word) if word == "is" || word == "matches" => (3, Operator::Equal),
        Token::Word(word) if word == "contains" => (3, Operator::Contains),
        Token::Symbol("==") => (3, Operator::Equal),
        Token::Symbol("!=") => (3, Operator::Unequal),
        Token::Symbol("<") => (3, Operator::Less),
        Token::Symbol("<=") => (3, Operator::LessOrEqual),
        Token::Symbol(">") => (3, Operator::Greater),
        Token::Symbol(">=") => (3, Operator::GreaterOrEqual),
        Token::Symbol("++") => (4, Operator::Join),
        Token::Symbol("+") => (4, Operator::Add),
        Token::Symbol("-") => (4, Operator::Subtract),
        Token::Symbol("*") => (5, Operator::Multiply),
        Token::Symbol("/") => (5, Operator::Divide),
        Token::Symbol("%") => (5, Operator::Remainder),
        _ => return None,
    })
}

impl Parser<'_> {
    pub(super) fn begins_expression(&self) -> bool {
        match self.token() {
            Token::Integer(_) | Token::Double(_) | Token::Text(_) => true,
            Token::Symbol(symbol) => matches!(*symbol, "<" | "[" | "{" | "(" | "-"),
            Token::Word(word) => matches!(word.as_str(), "true" | "false" | "nil" | "null" | "none" | "not"),
            Token::Regex | Token::End => false,
        }
    }

    /// An expression. `exists` ends one, so nothing can follow it outside parentheses.
    pub(super) fn expression(&mut self) -> Result<Expression, ParseError> {
        let left = self.at_least(1)?;
        if self.word() != Some("exists") {
            return Ok(left);
        }
        if !matches!(left, Expression::Variable(_) | Expression::Subscript(..)) {
            self.note_unsupported(unsupported::OPERATOR);
        }
        self.advance();
        Ok(Expression::Exists(Box::new(left)))
    }

    fn at_least(&mut self, least: u8) -> Result<Expression, ParseError> {
        let mut left = self.prefix()?;
        while let Some((strength, operator)) = binary(self.token()).filter(|(strength, _)| *strength >= least) {
            let word = self.word().map(str::to_owned);
            match word.as_deref() {
                Some("is") => {
                    self.advance();
                    if matches!(self.word(), Some("a" | "an" | "the")) {
                        self.advance();
                    }
                    let name = self.compound("the name of a type, such as `Object`; values are compared by `==`")?;
                    left = Expression::Is(Box::new(left), name);
                }
                Some("matches") => {
                    self.note_unsupported(unsupported::PATTERN);
                    self.advance();
                    if *self.token() == Token::Regex {
                        self.advance();
                    } else {
                        self.at_least(strength + 1)?;
                    }
                }
                _ => {
                    self.advance();
                    let right = self.at_least(strength + 1)?;
                    left = Expression::Binary(Box::new(left), operator, Box::new(right));
                }
            }
        }
        Ok(left)
    }

    /// Every nested value passes through here, so the depth limit here protects the stack.
    fn prefix(&mut self) -> Result<Expression, ParseError> {
        self.nested(Self::prefixed)
    }

    fn prefixed(&mut self) -> Result<Expression, ParseError> {
        if self.take_word("not") {
            return Ok(Expression::Unary(Operator::Not, Box::new(self.at_least(3)?)));
        }
        if self.take("-") {
            return Ok(match self.prefix()? {
                Expression::Literal(Value::Number(number)) if number.is_i64() => {
                    Expression::Literal(number.as_i64().map(i64::wrapping_neg).into())
                }
                Expression::Literal(Value::Number(number)) => Expression::Literal(number.as_f64().map(|n| -n).into()),
                other => Expression::Unary(Operator::Subtract, Box::new(other)),
            });
        }
        let mut value = self.primary()?;
        while self.take("[") {
            let key = self.expression()?;
            self.expect("]")?;
            value = Expression::Subscript(Box::new(value), Box::new(key));
        }
        Ok(value)
    }

    fn primary(&mut self) -> Result<Expression, ParseError> {
        let literal = match self.token().clone() {
            Token::Integer(number) => Value::from(number),
            Token::Double(number) => Value::from(number),
            Token::Word(word) if word == "true" => Value::Bool(true),
            Token::Word(word) if word == "false" => Value::Bool(false),
            Token::Word(word) if matches!(word.as_str(), "nil" | "null" | "none") => Value::Null,
            Token::Text(pieces) => {
                let expression = self.text(&pieces)?;
                self.advance();
                return Ok(expression);
            }
            Token::Symbol("<") => return self.noun().map(Expression::Variable),
            Token::Symbol("[") => return self.list(),
            Token::Symbol("{") => return self.object_literal(),
            Token::Symbol("(") => {
                self.advance();
                let inner = self.expression()?;
                self.expect(")")?;
                return Ok(inner);
            }
            _ => return Err(self.expected("a value: a string, a number, true, false, [ … ], { … } or <a variable>")),
        };
        self.advance();
        Ok(Expression::Literal(literal))
    }

    fn text(&self, pieces: &[Piece]) -> Result<Expression, ParseError> {
        if let [Piece::Plain(text)] = pieces {
            return Ok(Expression::Literal(text.as_str().into()));
        }
        let part = |piece: &Piece| match piece {
            Piece::Plain(text) => Ok(Expression::Literal(text.as_str().into())),
            Piece::Inserted(inner, at) => parse_inserted(inner, self.source, *at),
        };
        pieces.iter().map(part).collect::<Result<_, _>>().map(Expression::Text)
    }

    fn list(&mut self) -> Result<Expression, ParseError> {
        self.advance();
        let mut items = Vec::new();
        while !self.take("]") {
            items.push(self.expression()?);
            if !self.take(",") && !self.is("]") {
                return Err(self.expected("`,` or `]`"));
            }
        }
        Ok(Expression::List(items))
    }

    fn object_literal(&mut self) -> Result<Expression, ParseError> {
        self.advance();
        let mut members = Vec::new();
        while !self.take("}") {
            let key = match self.token().clone() {
                Token::Text(pieces) => match &pieces[..] {
                    [Piece::Plain(key)] => {
                        self.advance();
                        key.clone()
                    }
                    _ => return Err(self.expected("a key without `${`")),
                },
                _ => self.compound("a key, such as `limit` in `{ limit: 5 }`")?,
            };
            self.expect(":")?;
            members.push((key, self.expression()?));
            if !self.take(",") && !self.is("}") {
                return Err(self.expected("`,` or `}`"));
            }
        }
        Ok(Expression::Object(members))
    }
}
