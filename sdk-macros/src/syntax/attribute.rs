//! Attributes by their names, and the conditions under which they apply.
//!
//! rustc evaluates `#[cfg]` and `#[cfg_attr]` on the item that carries one of our attributes, but
//! not on the parameters and the methods inside of it. No macro can evaluate them, so they are
//! passed on: code for what is there only under a condition is generated with that condition.

use std::mem;

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use syn::parse::ParseStream;
use syn::{Attribute, Meta, Token};

use super::{parse_all, up_to_comma};

/// The first attribute of this name.
pub(crate) fn find<'a>(attrs: &'a [Attribute], name: &str) -> Option<&'a Attribute> {
    attrs.iter().find(|attr| attr.path().is_ident(name))
}

/// The `#[cfg]`s of an item, which also hold for what is generated from it.
pub(crate) fn cfgs(attrs: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    attrs.iter().filter(|attr| attr.path().is_ident("cfg"))
}

/// Predicates of `cfg`, all of which must hold.
pub(crate) type Conditions = Vec<TokenStream>;

/// `#[cfg(all(…))]`; nothing where there is no condition.
pub(crate) fn cfg_of(conditions: &[TokenStream]) -> TokenStream {
    if conditions.is_empty() { TokenStream::new() } else { quote!(#[cfg(all(#(#conditions),*))]) }
}

/// The conditions of an item: its `#[cfg(…)]` and `#[cfg_attr(…, cfg(…))]`.
pub(crate) fn conditions(attrs: &[Attribute]) -> Conditions {
    let mut conditions = Vec::new();
    for Conditional { condition, attr } in copy(attrs, &["cfg"]) {
        let Meta::List(list) = &attr.meta else { continue };
        let predicate = list.tokens.clone();
        conditions.push(match condition {
            Some(condition) => quote!(any(not(#condition), #predicate)),
            None => predicate,
        });
    }
    conditions
}

/// An attribute, and the predicate of the `cfg_attr` around it.
#[derive(Clone)]
pub(crate) struct Conditional {
    condition: Option<TokenStream>,
    attr: Attribute,
}

/// Removes the attributes of these names, also inside of `cfg_attr`, and returns them.
pub(crate) fn take(attrs: &mut Vec<Attribute>, names: &[&str]) -> Vec<Conditional> {
    let mut taken = Vec::new();
    for attr in mem::take(attrs) {
        attrs.extend(take_from(attr, None, names, &mut taken));
    }
    taken
}

/// Returns the attributes of these names, also inside of `cfg_attr`.
pub(crate) fn copy(attrs: &[Attribute], names: &[&str]) -> Vec<Conditional> {
    take(&mut attrs.to_vec(), names)
}

/// What is left of the attribute.
fn take_from(
    attr: Attribute,
    condition: Option<&TokenStream>,
    names: &[&str],
    taken: &mut Vec<Conditional>,
) -> Option<Attribute> {
    if names.iter().any(|name| attr.path().is_ident(name)) {
        taken.push(Conditional { condition: condition.cloned(), attr });
        return None;
    }
    let Some((predicate, inner)) = cfg_attr(&attr) else { return Some(attr) };
    let both = match condition {
        Some(outer) => quote!(all(#outer, #predicate)),
        None => predicate.clone(),
    };
    let (count, before) = (inner.len(), taken.len());
    let left: Vec<Attribute> =
        inner.into_iter().filter_map(|inner| take_from(inner, Some(&both), names, taken)).collect();
    if taken.len() == before {
        return Some(attr);
    }
    if left.is_empty() && count > 0 {
        return None;
    }
    let metas = left.iter().map(|attr| &attr.meta);
    let tokens = quote!(#[cfg_attr(#predicate, #(#metas),*)]);
    parse_all(tokens, Attribute::parse_outer).ok()?.into_iter().next()
}

/// The predicate of a `cfg_attr` and the attributes in it. One that cannot be read is rustc's to
/// refuse.
fn cfg_attr(attr: &Attribute) -> Option<(TokenStream, Vec<Attribute>)> {
    let Meta::List(list) = &attr.meta else { return None };
    if !list.path.is_ident("cfg_attr") {
        return None;
    }
    parse_all(list.tokens.clone(), predicate_and_attributes).ok()
}

fn predicate_and_attributes(input: ParseStream<'_>) -> syn::Result<(TokenStream, Vec<Attribute>)> {
    let predicate = up_to_comma(input, &|_| false);
    let mut attrs = Vec::new();
    while input.parse::<Option<Token![,]>>()?.is_some() && !input.is_empty() {
        let meta = up_to_comma(input, &|_| false);
        attrs.extend(parse_all(quote!(#[#meta]), Attribute::parse_outer)?);
    }
    Ok((predicate, attrs))
}

/// Which attributes apply in each case that conditions distinguish.
///
/// A case is a list of conditions that hold, and the attributes that apply then. There are two
/// cases for each different predicate on one parameter or method; of all cases the compiler keeps
/// one.
pub(crate) fn cases(attrs: &[Conditional]) -> Vec<(Conditions, Vec<Attribute>)> {
    let mut predicates: Vec<&TokenStream> = Vec::new();
    for predicate in attrs.iter().filter_map(|attr| attr.condition.as_ref()) {
        if !predicates.iter().any(|known| is_same(known, predicate)) {
            predicates.push(predicate);
        }
    }
    // Each predicate doubles the cases. Nobody writes so many.
    predicates.truncate(8);
    let mut cases = Vec::new();
    for case in 0..1_usize << predicates.len() {
        let holds = |index: usize| case & (1 << index) == 0;
        let condition = |(index, predicate): (usize, &&TokenStream)| {
            if holds(index) { predicate.to_token_stream() } else { quote!(not(#predicate)) }
        };
        let conditions = predicates.iter().enumerate().map(condition).collect();
        let applies = |attr: &&Conditional| match &attr.condition {
            None => true,
            Some(condition) => predicates.iter().position(|predicate| is_same(predicate, condition)).is_some_and(holds),
        };
        cases.push((conditions, attrs.iter().filter(applies).map(|attr| attr.attr.clone()).collect()));
    }
    cases
}

fn is_same(one: &TokenStream, other: &TokenStream) -> bool {
    one.to_string() == other.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attributes(source: &str) -> Vec<Attribute> {
        parse_all(source.parse().unwrap(), Attribute::parse_outer).unwrap()
    }

    fn text(tokens: &dyn quote::ToTokens) -> String {
        tokens.to_token_stream().to_string().replace(' ', "")
    }

    #[test]
    fn attributes_are_taken_out_of_cfg_attr_and_the_others_stay() {
        let mut attrs =
            attributes("#[a] #[cfg_attr(p, a(1), b, cfg_attr(q, a(2)))] #[cfg_attr(p, b)] #[cfg_attr(p, a)]");
        let taken = take(&mut attrs, &["a"]);
        let taken: Vec<_> = taken
            .iter()
            .map(|taken| (taken.condition.as_ref().map_or(String::new(), |c| text(c)), text(&taken.attr)))
            .collect();
        let expected = [("", "#[a]"), ("p", "#[a(1)]"), ("all(p,q)", "#[a(2)]"), ("p", "#[a]")];
        assert_eq!(taken, expected.map(|(condition, attr)| (condition.to_owned(), attr.to_owned())));
        let left: Vec<_> = attrs.iter().map(|attr| text(attr)).collect();
        assert_eq!(left, ["#[cfg_attr(p,b)]", "#[cfg_attr(p,b)]"]);
    }

    #[test]
    fn there_are_two_cases_for_each_predicate() {
        let attrs = attributes("#[a(1)] #[cfg_attr(p, a(2))] #[cfg_attr(p, a(3))]");
        let cases: Vec<_> =
            cases(&copy(&attrs, &["a"])).into_iter().map(|(when, attrs)| (text(&cfg_of(&when)), attrs.len())).collect();
        assert_eq!(cases, [("#[cfg(all(p))]".to_owned(), 3), ("#[cfg(all(not(p)))]".to_owned(), 1)]);
    }

    #[test]
    fn a_cfg_inside_of_a_cfg_attr_is_a_condition() {
        let conditions = conditions(&attributes("#[cfg(a)] #[cfg_attr(p, cfg(b))] #[doc = \"\"]"));
        assert_eq!(text(&cfg_of(&conditions)), "#[cfg(all(a,any(not(p),b)))]");
    }
}
