//! A function: its signature is parsed, its body kept as tokens.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt as _, quote};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::parse::discouraged::Speculative as _;
use syn::{Attribute, Generics, Ident, LitStr, ReturnType, Token, Type, Visibility, token};

use super::keyword;

pub(crate) struct Function {
    pub(crate) attrs: Vec<Attribute>,
    vis: Visibility,
    pub(crate) sig: Signature,
    body: Group,
}

pub(crate) struct Signature {
    constness: Option<Ident>,
    pub(crate) asyncness: Option<Ident>,
    pub(crate) unsafety: Option<Ident>,
    /// `extern "C"`.
    pub(crate) abi: Option<TokenStream>,
    fn_token: Ident,
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    pub(crate) inputs: Vec<Input>,
    pub(crate) output: ReturnType,
}

/// One parameter, or `self`.
pub(crate) struct Input {
    pub(crate) attrs: Vec<Attribute>,
    /// The tokens before the colon.
    pub(crate) pattern: TokenStream,
    /// The type after the colon, if there is one.
    pub(crate) ty: Option<Type>,
}

/// How a method takes `self`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Receiver {
    Shared,
    Mutable,
    /// By value, or with a type: `self: Box<Self>`.
    Other,
}

impl Function {
    pub(crate) fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attrs = Attribute::parse_outer(input)?;
        let vis = input.parse()?;
        let sig = Signature::parse(input)?;
        match input.parse()? {
            TokenTree::Group(body) if body.delimiter() == Delimiter::Brace => Ok(Self { attrs, vis, sig, body }),
            other => Err(syn::Error::new(other.span(), "expected the function's body")),
        }
    }
}

impl Function {
    pub(crate) fn is_public(&self) -> bool {
        matches!(self.vis, Visibility::Public(_))
    }

    /// Makes a function with `self` one that is allowed outside of an `impl` block, so that rustc
    /// does not complain of what a message of ours has said. It does nothing useful any more.
    pub(crate) fn drop_receiver(&mut self) {
        if self.sig.receiver().is_some() {
            self.sig.inputs.remove(0);
            self.attrs.push(syn::parse_quote!(#[allow(unused)]));
            self.body = Group::new(Delimiter::Brace, quote!(loop {}));
        }
    }
}

impl ToTokens for Function {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append_all(&self.attrs);
        self.vis.to_tokens(tokens);
        self.sig.to_tokens(tokens);
        self.body.to_tokens(tokens);
    }
}

impl Signature {
    pub(crate) fn receiver(&self) -> Option<(&Input, Receiver)> {
        let first = self.inputs.first()?;
        Some((first, first.receiver()?))
    }

    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let constness = keyword(input, "const");
        let asyncness = keyword(input, "async");
        let unsafety = keyword(input, "unsafe");
        let mut abi = None;
        if let Some(word) = keyword(input, "extern") {
            let mut tokens = word.into_token_stream();
            if input.peek(LitStr) {
                tokens.append(input.parse::<TokenTree>()?);
            }
            abi = Some(tokens);
        }
        let Some(fn_token) = keyword(input, "fn") else { return Err(input.error("expected `fn`")) };
        let ident = Ident::parse_any(input)?;
        let mut generics: Generics = input.parse()?;
        let content;
        syn::parenthesized!(content in input);
        let mut inputs = Vec::new();
        while !content.is_empty() {
            inputs.push(Input::parse(&content)?);
            if !content.is_empty() {
                content.parse::<Token![,]>()?;
            }
        }
        let output = output(input)?;
        generics.where_clause = input.parse()?;
        Ok(Self { constness, asyncness, unsafety, abi, fn_token, ident, generics, inputs, output })
    }

    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.constness.to_tokens(tokens);
        self.asyncness.to_tokens(tokens);
        self.unsafety.to_tokens(tokens);
        self.abi.to_tokens(tokens);
        self.fn_token.to_tokens(tokens);
        self.ident.to_tokens(tokens);
        self.generics.to_tokens(tokens);
        let mut inputs = TokenStream::new();
        for (index, input) in self.inputs.iter().enumerate() {
            if index > 0 {
                <Token![,]>::default().to_tokens(&mut inputs);
            }
            input.to_tokens(&mut inputs);
        }
        tokens.append(Group::new(Delimiter::Parenthesis, inputs));
        self.output.to_tokens(tokens);
        self.generics.where_clause.to_tokens(tokens);
    }
}

impl Input {
    /// How it takes `self`, if it does.
    pub(crate) fn receiver(&self) -> Option<Receiver> {
        let (mut borrowed, mut mutable, mut last) = (false, false, String::new());
        for token in self.pattern.clone() {
            let token = token.to_string();
            borrowed |= last.is_empty() && token == "&";
            mutable |= token == "mut";
            last = token;
        }
        if last != "self" {
            return None;
        }
        Some(match borrowed && self.ty.is_none() {
            true if mutable => Receiver::Mutable,
            true => Receiver::Shared,
            false => Receiver::Other,
        })
    }

    pub(crate) fn is_variadic(&self) -> bool {
        match &self.ty {
            Some(Type::Verbatim(ty)) if begins_with_dots(ty) => true,
            _ => begins_with_dots(&self.pattern),
        }
    }

    /// The name, if the pattern is only a name.
    pub(crate) fn name(&self) -> Option<Ident> {
        let mut tokens = self.pattern.clone().into_iter();
        let mut first = tokens.next();
        if matches!(&first, Some(TokenTree::Ident(word)) if word == "mut") {
            first = tokens.next();
        }
        match (first, tokens.next()) {
            (Some(TokenTree::Ident(name)), None) if name != "_" => Some(name),
            _ => None,
        }
    }

    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attrs = Attribute::parse_outer(input)?;
        let mut pattern = TokenStream::new();
        while !input.is_empty() && !input.peek(Token![,]) {
            if input.peek(Token![:]) && !input.peek(Token![::]) {
                break;
            }
            let path: Option<Token![::]> = input.parse()?;
            match path {
                Some(path) => path.to_tokens(&mut pattern),
                None => pattern.append(input.parse::<TokenTree>()?),
            }
        }
        let ty = match input.parse::<Option<Token![:]>>()? {
            Some(_) => Some(ty(input)?),
            None => None,
        };
        Ok(Self { attrs, pattern, ty })
    }
}

impl ToTokens for Input {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append_all(&self.attrs);
        self.pattern.to_tokens(tokens);
        if let Some(ty) = &self.ty {
            <Token![:]>::default().to_tokens(tokens);
            ty.to_tokens(tokens);
        }
    }
}

fn begins_with_dots(tokens: &TokenStream) -> bool {
    let mut tokens = tokens.clone().into_iter();
    let mut dot = || matches!(tokens.next(), Some(TokenTree::Punct(punct)) if punct.as_char() == '.');
    dot() && dot() && dot()
}

/// A parameter's type. One that `syn` cannot parse is kept as tokens.
fn ty(input: ParseStream<'_>) -> syn::Result<Type> {
    type_before(input, &|input| input.is_empty() || input.peek(Token![,]))
}

/// The return type, before a `where` or the body.
fn output(input: ParseStream<'_>) -> syn::Result<ReturnType> {
    match input.parse::<Option<Token![->]>>()? {
        None => Ok(ReturnType::Default),
        Some(arrow) => {
            let ty = type_before(input, &|input| input.peek(Token![where]) || input.peek(token::Brace))?;
            Ok(ReturnType::Type(arrow, Box::new(ty)))
        }
    }
}

/// Makes `dyn Send +` and `impl Sized +` what they mean without the `+`: rustc accepts it at the
/// end of a type, and not before the `as` of `<T as Trait>`, which generated code has.
pub(super) fn drop_last_plus(ty: &mut Type) {
    match ty {
        Type::TraitObject(object) => drop(object.bounds.pop_punct()),
        Type::ImplTrait(opaque) => drop(opaque.bounds.pop_punct()),
        _ => {}
    }
}

/// A type before a place where `ends` holds. What `syn` cannot parse without its feature `full`,
/// such as `impl Sized + use<>` and `[u8; { 1 + 1 }]`, is kept as tokens.
fn type_before(input: ParseStream<'_>, ends: &dyn Fn(ParseStream<'_>) -> bool) -> syn::Result<Type> {
    let fork = input.fork();
    match fork.parse::<Type>() {
        Ok(mut ty) if ends(&fork) => {
            input.advance_to(&fork);
            drop_last_plus(&mut ty);
            return Ok(ty);
        }
        _ => {}
    }
    let mut tokens = Vec::new();
    // In a type every `<` opens generic arguments; the `>` of an arrow closes none.
    let (mut depth, mut before) = (0_usize, ' ');
    while !input.is_empty() && (depth > 0 || tokens.is_empty() || !ends(input)) {
        let token = input.parse::<TokenTree>()?;
        let c = match &token {
            TokenTree::Punct(punct) => punct.as_char(),
            _ => ' ',
        };
        match c {
            '<' => depth += 1,
            '>' if before != '-' => depth = depth.saturating_sub(1),
            _ => {}
        }
        before = c;
        tokens.push(token);
    }
    if before == '+' {
        tokens.pop();
    }
    Ok(Type::Verbatim(tokens.into_iter().collect()))
}
