//! An `impl` block: its functions are parsed, everything else in it is kept as tokens.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt as _};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Attribute, Generics, Ident, LitStr, Token, Type, Visibility, WhereClause};

use super::function::drop_last_plus;
use super::{Function, keyword};

pub(crate) struct Block {
    pub(crate) head: BlockHead,
    pub(crate) members: Vec<Member>,
}

/// Everything before the braces.
pub(crate) struct BlockHead {
    pub(crate) attrs: Vec<Attribute>,
    unsafety: Option<Ident>,
    impl_token: Ident,
    pub(crate) generics: Generics,
    /// The trait and the word `for`.
    pub(crate) of_trait: Option<(TokenStream, Ident)>,
    pub(crate) self_ty: Type,
    where_clause: Option<WhereClause>,
}

pub(crate) enum Member {
    Function(Box<Function>),
    Other(TokenStream),
}

impl Block {
    pub(crate) fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attrs = Attribute::parse_outer(input)?;
        let unsafety = keyword(input, "unsafe");
        let Some(impl_token) = keyword(input, "impl") else { return Err(input.error("expected `impl`")) };
        let generics = input.parse()?;
        let not: Option<Token![!]> = input.parse()?;
        let (mut of_trait, mut self_ty) = (None, input.parse::<Type>()?);
        if let Some(word) = keyword(input, "for") {
            let mut path = not.into_token_stream();
            self_ty.to_tokens(&mut path);
            of_trait = Some((path, word));
            self_ty = input.parse()?;
        }
        drop_last_plus(&mut self_ty);
        let where_clause = input.parse()?;
        let content;
        syn::braced!(content in input);
        let mut members = Vec::new();
        while !content.is_empty() {
            members.push(Member::parse(&content)?);
        }
        let head = BlockHead { attrs, unsafety, impl_token, generics, of_trait, self_ty, where_clause };
        Ok(Self { head, members })
    }
}

impl Member {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if is_function(input) {
            return Ok(Member::Function(Box::new(Function::parse(input)?)));
        }
        let mut tokens = TokenStream::new();
        // Another member ends with its braces, or with a semicolon; a constant's value may have
        // braces before that.
        let constant = is_constant(input);
        while let Ok(token) = input.parse::<TokenTree>() {
            let end = match &token {
                TokenTree::Punct(punct) => punct.as_char() == ';',
                TokenTree::Group(group) => !constant && group.delimiter() == Delimiter::Brace,
                _ => false,
            };
            tokens.append(token);
            if end {
                break;
            }
        }
        Ok(Member::Other(tokens))
    }
}

/// Whether the next member is a constant or a type.
fn is_constant(input: ParseStream<'_>) -> bool {
    let ahead = input.fork();
    let _ = Attribute::parse_outer(&ahead);
    let _ = ahead.parse::<Visibility>();
    let mut word = next_word(&ahead);
    while word == "default" {
        word = next_word(&ahead);
    }
    match word.as_str() {
        "type" => true,
        "const" => !["fn", "async", "unsafe", "extern"].contains(&next_word(&ahead).as_str()),
        _ => false,
    }
}

/// Whether the next member is a function.
fn is_function(input: ParseStream<'_>) -> bool {
    let ahead = input.fork();
    let _ = Attribute::parse_outer(&ahead);
    let _ = ahead.parse::<Visibility>();
    loop {
        match next_word(&ahead).as_str() {
            "fn" => return true,
            "extern" => drop(ahead.parse::<Option<LitStr>>()),
            "const" | "async" | "unsafe" | "safe" => {}
            _ => return false,
        }
    }
}

/// The next identifier or keyword; empty if something else is next.
fn next_word(input: ParseStream<'_>) -> String {
    match Ident::parse_any(input) {
        Ok(word) => word.to_string(),
        Err(_) => String::new(),
    }
}

impl ToTokens for Block {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.head.to_tokens(tokens);
        let mut members = TokenStream::new();
        members.append_all(&self.members);
        tokens.append(Group::new(Delimiter::Brace, members));
    }
}

impl ToTokens for BlockHead {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append_all(&self.attrs);
        self.unsafety.to_tokens(tokens);
        self.impl_token.to_tokens(tokens);
        self.generics.to_tokens(tokens);
        if let Some((path, word)) = &self.of_trait {
            path.to_tokens(tokens);
            word.to_tokens(tokens);
        }
        self.self_ty.to_tokens(tokens);
        self.where_clause.to_tokens(tokens);
    }
}

impl ToTokens for Member {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Member::Function(function) => function.to_tokens(tokens),
            Member::Other(other) => tokens.extend(other.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::parse_all;

    /// How many functions are found, and the tokens afterwards.
    fn parsed(members: &str) -> (usize, String) {
        let text = format!("impl X {{ {members} }}");
        let block = parse_all(text.parse().unwrap(), Block::parse).unwrap_or_else(|error| panic!("{members}: {error}"));
        let functions = block.members.iter().filter(|member| matches!(member, Member::Function(_))).count();
        (functions, without_spaces(&block.to_token_stream()))
    }

    fn without_spaces(tokens: &TokenStream) -> String {
        tokens.to_string().replace(' ', "")
    }

    #[test]
    fn a_plus_at_the_end_of_a_type_is_dropped_and_one_inside_of_it_stays() {
        for (source, kept) in [
            ("fn f() -> i6 + { 1 }", "fnf()->i6{1}"),
            ("fn f() -> dyn Send + { 1 }", "fnf()->dynSend{1}"),
            ("fn f() -> dyn Send + Sync + { 1 }", "fnf()->dynSend+Sync{1}"),
            ("fn f() -> dyn Send + 'static + where u8: Copy { 1 }", "fnf()->dynSend+'staticwhereu8:Copy{1}"),
            ("fn f() -> impl Sized + { 1 }", "fnf()->implSized{1}"),
            ("fn f() -> impl Iterator<Item = Box<dyn Send +>> + { 1 }", "fnf()->implIterator<Item=Box<dynSend+>>{1}"),
            ("fn f() -> (dyn Send +) { 1 }", "fnf()->(dynSend+){1}"),
            ("fn f(a: dyn Send +) { 1 }", "fnf(a:dynSend){1}"),
            ("fn f(a: dyn Send +, b: i6 +) { 1 }", "fnf(a:dynSend,b:i6){1}"),
            ("fn f(a: &(dyn Send +)) { 1 }", "fnf(a:&(dynSend+)){1}"),
        ] {
            assert_eq!(parsed(source), (1, format!("implX{{{kept}}}")), "{source}");
        }
        let block = parse_all("impl dyn Send + {}".parse().unwrap(), Block::parse).unwrap();
        assert_eq!(without_spaces(&block.to_token_stream()), "impldynSend{}");
    }

    #[test]
    fn every_function_of_a_block_is_found_however_its_types_are_written() {
        let functions = [
            "fn f(&self) -> impl Sized + use<> { 1 }",
            "fn f(&self) -> impl for<'a> Fn(&'a u8) -> &'a u8 + use<> where Self: Sized { |x| x }",
            "fn f(&self) -> [u8; { 1 + 1 }] { [0; 2] }",
            "fn f(&self) -> [u8; if true { 1 } else { 2 }] { [0] }",
            "fn f(&self) -> Foo<{ 1 }, u8> { Foo }",
            "fn f(&self) -> Map<[u8; { 1 }], fn(u8) -> u8> { Map }",
            "fn f(&self) -> <T as Tr<{ 1 }>>::Out where T: Copy { 1 }",
            "fn f(&self) -> Box<dyn Fn(u8) -> u8 + Send> { b }",
            "fn f(&self) -> ! { loop {} }",
            "fn f(&self, map: Map<[u8; { 1 }], u8>, other: u8) {}",
            "fn f(&self, [a, b]: [u8; { 1 + 1 }]) {}",
            "pub(crate) const unsafe extern \"C\" fn f(&self) -> u8 { 1 }",
            "#[inline] pub async fn f(&self) {}",
        ];
        for function in functions {
            let (count, tokens) = parsed(function);
            assert_eq!(count, 1, "{function}");
            let same: TokenStream = format!("impl X {{ {function} }}").parse().unwrap();
            assert_eq!(tokens, without_spaces(&same));
        }
        assert_eq!(parsed(&functions.join(" ")).0, functions.len());
    }

    #[test]
    fn what_is_no_function_is_kept() {
        let others = "const A: fn() = { f }; type B = fn(u8); const fn_: u8 = 1; make! { fn f() {} } default fn f() {} const C: u8 = { 1 };";
        let (count, tokens) = parsed(others);
        assert_eq!(count, 0);
        assert_eq!(tokens, without_spaces(&format!("impl X {{ {others} }}").parse().unwrap()));
    }
}
