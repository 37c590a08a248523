//! A source file with a switch for each mutant.
//!
//! Every mutant becomes code that runs when its number is the chosen one, beside the code as it
//! was: `a < b` becomes `(if crate::__mutant(7) { a == b } else { a < b })`.

use std::ops::Range;

use proc_macro2::LineColumn;
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};

/// A mutant of cargo-mutants' list.
#[derive(Clone, Debug)]
pub struct Mutant {
    /// From 1.
    pub id: usize,
    pub file: String,
    /// With line and column.
    pub name: String,
    pub genre: String,
    pub replacement: String,
    /// Of the part that is replaced; lines and columns from 1.
    pub start: (usize, usize),
}

/// A range of the source, and what replaces it.
struct Site {
    range: Range<usize>,
    pieces: Vec<Piece>,
}

enum Piece {
    New(String),
    /// A range of the source, as it is.
    Copy(Range<usize>),
    /// A range of the source, in which there may be further sites.
    Old(Range<usize>),
    /// What belongs to one mutant.
    Mutant(usize, Vec<Piece>),
}

fn new(text: impl Into<String>) -> Piece {
    Piece::New(text.into())
}

/// A source with its switches, and which bytes belong to which mutant.
pub struct Switched {
    pub text: String,
    pub places: Vec<(Range<usize>, usize)>,
    /// Mutants that no switch can be made for.
    pub without: Vec<usize>,
}

struct Finder<'m> {
    mutants: &'m [&'m Mutant],
    sites: Vec<Site>,
    found: Vec<usize>,
}

fn test(id: usize) -> String {
    format!("crate::__mutant({id})")
}

impl<'m> Finder<'m> {
    fn at(&mut self, genre: &str, start: LineColumn) -> Vec<&'m Mutant> {
        let start = (start.line, start.column + 1);
        let here: Vec<_> = self.mutants.iter().copied().filter(|m| m.genre == genre && m.start == start).collect();
        self.found.extend(here.iter().map(|mutant| mutant.id));
        here
    }

    fn function(&mut self, signature: &syn::Signature, block: &syn::Block) {
        // Both branches would have to return one type.
        if let syn::ReturnType::Type(_, ty) = &signature.output
            && matches!(**ty, syn::Type::ImplTrait(_))
        {
            return;
        }
        let Some(first) = block.stmts.first() else { return };
        let mutants = self.at("FnValue", first.span().start());
        let at = first.span().byte_range().start;
        for mutant in mutants {
            let text = format!("if {} {{ return {}; }} ", test(mutant.id), mutant.replacement);
            self.sites.push(Site { range: at..at, pieces: vec![Piece::Mutant(mutant.id, vec![new(text)])] });
        }
    }
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.function(&item.sig, &item.block);
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.function(&item.sig, &item.block);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if let Some(block) = &item.default {
            self.function(&item.sig, block);
        }
        visit::visit_trait_item_fn(self, item);
    }

    fn visit_expr_binary(&mut self, binary: &'ast syn::ExprBinary) {
        let mutants = self.at("BinaryOperator", binary.op.span().start());
        let (left, right) = (binary.left.span().byte_range(), binary.right.span().byte_range());
        if !mutants.is_empty() {
            let mut pieces = vec![new("(")];
            for mutant in mutants {
                pieces.push(Piece::Mutant(
                    mutant.id,
                    vec![
                        new(format!("if {} {{ ", test(mutant.id))),
                        Piece::Copy(left.clone()),
                        new(format!(" {} ", mutant.replacement)),
                        Piece::Copy(right.clone()),
                        new(" } else "),
                    ],
                ));
            }
            pieces.extend([new("{ "), Piece::Old(left.start..right.end), new(" })")]);
            self.sites.push(Site { range: left.start..right.end, pieces });
        }
        visit::visit_expr_binary(self, binary);
    }

    fn visit_expr_unary(&mut self, unary: &'ast syn::ExprUnary) {
        let mutants = self.at("UnaryOperator", unary.op.span().start());
        if let [mutant] = mutants[..] {
            let (whole, operand) = (unary.span().byte_range(), unary.expr.span().byte_range());
            let mutated = vec![new(format!("if {} {{ ", test(mutant.id))), Piece::Copy(operand), new(" }")];
            let pieces = vec![
                new("("),
                Piece::Mutant(mutant.id, mutated),
                new(" else { "),
                Piece::Old(whole.clone()),
                new(" })"),
            ];
            self.sites.push(Site { range: whole, pieces });
        }
        visit::visit_expr_unary(self, unary);
    }

    fn visit_arm(&mut self, arm: &'ast syn::Arm) {
        let mut deleted = self.at("MatchArm", arm.span().start());
        if deleted.is_empty() && !arm.attrs.is_empty() {
            deleted = self.at("MatchArm", arm.pat.span().start());
        }
        let present =
            deleted.first().map(|mutant| Piece::Mutant(mutant.id, vec![new(format!("!{} && ", test(mutant.id)))]));
        match &arm.guard {
            None => {
                let at = arm.fat_arrow_token.span().byte_range().start;
                if let Some(present) = present {
                    self.sites.push(Site { range: at..at, pieces: vec![new("if "), present, new("true ")] });
                }
            }
            Some((_, guard)) => {
                let range = guard.span().byte_range();
                let mutants = self.at("MatchArmGuard", guard.span().start());
                if present.is_some() || !mutants.is_empty() {
                    let mut pieces: Vec<Piece> = present.into_iter().collect();
                    pieces.push(new("("));
                    for mutant in &mutants {
                        let text = format!("if {} {{ {} }} else ", test(mutant.id), mutant.replacement);
                        pieces.push(Piece::Mutant(mutant.id, vec![new(text)]));
                    }
                    pieces.extend([new("{ "), Piece::Old(range.clone()), new(" })")]);
                    self.sites.push(Site { range, pieces });
                }
            }
        }
        visit::visit_arm(self, arm);
    }
}

struct Writer<'s> {
    source: &'s str,
    /// Outer sites before inner ones.
    sites: &'s [Site],
    out: Switched,
}

impl Writer<'_> {
    /// Writes a range, with the sites in it from number `next` on.
    fn write(&mut self, range: Range<usize>, mut next: usize) {
        let mut at = range.start;
        while let Some(site) = self.sites.get(next) {
            if site.range.start >= range.end {
                break;
            }
            if site.range.start < at || site.range.end > range.end {
                next += 1;
                continue;
            }
            self.out.text.push_str(&self.source[at..site.range.start]);
            self.write_pieces(&site.pieces, next + 1);
            at = site.range.end;
            next += 1;
        }
        self.out.text.push_str(&self.source[at..range.end]);
    }

    fn write_pieces(&mut self, pieces: &[Piece], next: usize) {
        for piece in pieces {
            match piece {
                Piece::New(text) => self.out.text.push_str(text),
                Piece::Copy(range) => self.out.text.push_str(&self.source[range.clone()]),
                Piece::Old(range) => self.write(range.clone(), next),
                Piece::Mutant(id, pieces) => {
                    let begin = self.out.text.len();
                    self.write_pieces(pieces, next);
                    self.out.places.push((begin..self.out.text.len(), *id));
                }
            }
        }
    }
}

/// Puts a switch for each mutant into a source.
pub fn switched(source: &str, mutants: &[&Mutant]) -> Switched {
    let file = syn::parse_file(source).expect("a source that compiles");
    let mut finder = Finder { mutants, sites: Vec::new(), found: Vec::new() };
    finder.visit_file(&file);
    let Finder { mut sites, found, .. } = finder;
    // The stable order keeps the insertions of one function before its first statement's sites.
    sites.sort_by_key(|site| (site.range.start, if site.range.is_empty() { 0 } else { usize::MAX - site.range.end }));
    let without = mutants.iter().map(|mutant| mutant.id).filter(|id| !found.contains(id)).collect();
    let out = Switched { text: String::new(), places: Vec::new(), without };
    let mut writer = Writer { source, sites: &sites, out };
    writer.write(0..source.len(), 0);
    writer.out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mutant(id: usize, genre: &str, replacement: &str, start: (usize, usize)) -> Mutant {
        let [genre, replacement] = [genre, replacement].map(str::to_owned);
        Mutant { id, file: String::new(), name: String::new(), genre, replacement, start }
    }

    #[test]
    fn each_mutant_is_beside_the_code_as_it_was() {
        let source = "fn f(a: u8) -> bool { !(a < 1) }";
        let mutants = [
            mutant(1, "FnValue", "true", (1, 23)),
            mutant(2, "UnaryOperator", "", (1, 23)),
            mutant(3, "BinaryOperator", ">", (1, 27)),
            mutant(4, "BinaryOperator", "==", (1, 27)),
        ];
        let out = switched(source, &mutants.each_ref());
        assert_eq!(
            out.text,
            "fn f(a: u8) -> bool { if crate::__mutant(1) { return true; } (if crate::__mutant(2) { (a < 1) } \
             else { !((if crate::__mutant(3) { a > 1 } else if crate::__mutant(4) { a == 1 } else { a < 1 })) }) }"
        );
        for (range, id) in out.places {
            assert!(out.text[range].contains(&format!("__mutant({id})")));
        }
        assert!(out.without.is_empty());
    }

    #[test]
    fn an_arm_is_deleted_by_its_guard() {
        let source = "fn f(a: u8) { match a { 1 => (), 2 if a > 0 => (), _ => () } }";
        let mutants = [
            mutant(1, "MatchArm", "", (1, 25)),
            mutant(2, "MatchArm", "", (1, 34)),
            mutant(3, "MatchArmGuard", "true", (1, 39)),
        ];
        let out = switched(source, &mutants.each_ref());
        assert_eq!(
            out.text,
            "fn f(a: u8) { match a { 1 if !crate::__mutant(1) && true => (), \
             2 if !crate::__mutant(2) && (if crate::__mutant(3) { true } else { a > 0 }) => (), _ => () } }"
        );
    }

    #[test]
    fn what_has_no_switch_is_told() {
        let source = "fn f() -> impl Sized { 1 } const N: u8 = 1 + 2;";
        let mutants = [mutant(1, "FnValue", "2", (1, 24)), mutant(2, "StructField", "", (1, 1))];
        assert_eq!(switched(source, &mutants.each_ref()).without, [1, 2]);
    }
}
