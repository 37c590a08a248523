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

/// The maximum height of an expression's tree.
pub(super) const HEIGHT: usize = 256;

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
        self.grow(self.height)?;
        Ok(Expression::Exists(Box::new(left)))
    }

    fn at_least(&mut self, least: u8) -> Result<Expression, ParseError> {
        let mut left = self.prefix()?;
        let mut height = self.height;
        while let Some((strength, operator)) = binary(self.token()).filter(|(strength, _)| *strength >= least) {
            let word = self.word().map(str::to_owned);
            match word.as_deref() {
                Some("is") => {
                    self.advance();
                    if matches!(self.word(), Some("a" | "an" | "the")) {
                        self.advance();
                    }
                    let name = self.compound("the name of a type, such as `Object`; values are compared by `==`")?;
                    height = self.grow(height)?;
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
                    height = self.grow(height.max(self.height))?;
                    left = Expression::Binary(Box::new(left), operator, Box::new(right));
                }
            }
        }
        self.height = height;
        Ok(left)
    }

    /// Every nested value passes through here, so the depth limit here protects the stack.
    fn prefix(&mut self) -> Result<Expression, ParseError> {
        self.nested(Self::prefixed)
    }

    fn prefixed(&mut self) -> Result<Expression, ParseError> {
        if self.take_word("not") {
            let inner = self.at_least(3)?;
            self.grow(self.height)?;
            return Ok(Expression::Unary(Operator::Not, Box::new(inner)));
        }
        if self.take("-") {
            return Ok(match self.prefix()? {
                Expression::Literal(Value::Number(number)) if number.is_i64() => {
                    Expression::Literal(number.as_i64().map(i64::wrapping_neg).into())
                }
                Expression::Literal(Value::Number(number)) => Expression::Literal(number.as_f64().map(|n| -n).into()),
                other => {
                    self.grow(self.height)?;
                    Expression::Unary(Operator::Subtract, Box::new(other))
                }
            });
        }
        let mut value = self.primary()?;
        let mut height = self.height;
        while self.take("[") {
            let key = self.expression()?;
            self.expect("]")?;
            height = self.grow(height.max(self.height))?;
            value = Expression::Subscript(Box::new(value), Box::new(key));
        }
        self.height = height;
        Ok(value)
    }

    /// Notes that there is a value around one of this `height`, and returns its own. The tree of a
    /// chain such as `1 + 1 + 1` is as high as the chain is long, although no value in it is
    /// nested, and whatever walks through a tree needs stack for each level.
    fn grow(&mut self, height: usize) -> Result<usize, ParseError> {
        if height == HEIGHT {
            return Err(self.fault(format!(
                "the expression has more than {HEIGHT} operators one after the other: bind a part of it to a variable"
            )));
        }
        self.height = height + 1;
        Ok(self.height)
    }

    fn primary(&mut self) -> Result<Expression, ParseError> {
        self.height = 0;
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

    fn text(&mut self, pieces: &[Piece]) -> Result<Expression, ParseError> {
        if let [Piece::Plain(text)] = pieces {
            return Ok(Expression::Literal(text.as_str().into()));
        }
        let (mut parts, mut height) = (Vec::new(), 0);
        for piece in pieces {
            parts.push(match piece {
                Piece::Plain(text) => Expression::Literal(text.as_str().into()),
                Piece::Inserted(inner, at) => {
                    let (inserted, its_height) = parse_inserted(inner, self.source, *at)?;
                    height = height.max(its_height);
                    inserted
                }
            });
        }
        self.grow(height)?;
        Ok(Expression::Text(parts))
    }

    fn list(&mut self) -> Result<Expression, ParseError> {
        self.advance();
        let (mut items, mut height) = (Vec::new(), 0);
        while !self.take("]") {
            items.push(self.expression()?);
            height = height.max(self.height);
            if !self.take(",") && !self.is("]") {
                return Err(self.expected("`,` or `]`"));
            }
        }
        self.grow(height)?;
        Ok(Expression::List(items))
    }

    fn object_literal(&mut self) -> Result<Expression, ParseError> {
        self.advance();
        let (mut members, mut height) = (Vec::new(), 0);
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
            height = height.max(self.height);
            if !self.take(",") && !self.is("}") {
                return Err(self.expected("`,` or `}`"));
            }
        }
        self.grow(height)?;
        Ok(Expression::Object(members))
    }
}
