//! A function: its signature, and its body as it came.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt as _};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Generics, Ident, LitStr, ReturnType, Token, Type, Visibility};

use super::up_to_comma;

#[derive(Clone)]
pub(crate) struct Function {
    pub(crate) attrs: Vec<Attribute>,
    vis: Visibility,
    pub(crate) sig: Signature,
    body: Group,
}

#[derive(Clone)]
pub(crate) struct Signature {
    constness: Option<Token![const]>,
    pub(crate) asyncness: Option<Token![async]>,
    pub(crate) unsafety: Option<Token![unsafe]>,
    /// `extern "C"`.
    pub(crate) abi: Option<TokenStream>,
    fn_token: Token![fn],
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    pub(crate) inputs: Vec<Input>,
    pub(crate) output: ReturnType,
}

/// What stands between two commas.
#[derive(Clone)]
pub(crate) struct Input {
    pub(crate) attrs: Vec<Attribute>,
    /// What stands before the colon.
    pub(crate) pattern: TokenStream,
    /// What stands after it; nothing where there is no colon.
    pub(crate) ty: Option<Type>,
}

/// How a method takes `self`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Receiver {
    Shared,
    Mutable,
    /// By value, or in a type of its own.
    Other,
}

impl Input {
    /// Whether this is `self`, and which.
    pub(crate) fn receiver(&self) -> Option<Receiver> {
        let tokens: Vec<String> = self.pattern.clone().into_iter().map(|token| token.to_string()).collect();
        if tokens.last().is_none_or(|last| last != "self") {
            return None;
        }
        let borrowed = tokens[0] == "&" && self.ty.is_none();
        Some(match borrowed {
            true if tokens.iter().any(|token| token == "mut") => Receiver::Mutable,
            true => Receiver::Shared,
            false => Receiver::Other,
        })
    }

    pub(crate) fn is_variadic(&self) -> bool {
        let dots = |tokens: TokenStream| tokens.to_string().starts_with("...");
        dots(self.pattern.clone()) || self.ty.as_ref().is_some_and(|ty| dots(ty.to_token_stream()))
    }

    /// The name, where the pattern is nothing but a name.
    pub(crate) fn name(&self) -> Option<Ident> {
        let mut tokens = self.pattern.clone().into_iter().peekable();
        if matches!(tokens.peek(), Some(TokenTree::Ident(word)) if word == "mut") {
            tokens.next();
        }
        match (tokens.next(), tokens.next()) {
            (Some(TokenTree::Ident(name)), None) if name != "_" => Some(name),
            _ => None,
        }
    }
}

impl Signature {
    pub(crate) fn receiver(&self) -> Option<(&Input, Receiver)> {
        let first = self.inputs.first()?;
        Some((first, first.receiver()?))
    }
}

impl Parse for Function {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attrs = input.call(Attribute::parse_outer)?;
        let vis = input.parse()?;
        let sig = input.parse()?;
        match input.parse()? {
            TokenTree::Group(body) if body.delimiter() == Delimiter::Brace => Ok(Self { attrs, vis, sig, body }),
            other => Err(syn::Error::new(other.span(), "expected the function's body")),
        }
    }
}

impl Parse for Signature {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let constness = input.parse()?;
        let asyncness = input.parse()?;
        let unsafety = input.parse()?;
        let abi = match input.parse::<Option<Token![extern]>>()? {
            Some(word) => {
                let name = input.parse::<Option<LitStr>>()?;
                Some(quote::quote!(#word #name))
            }
            None => None,
        };
        let fn_token = input.parse()?;
        let ident = input.call(Ident::parse_any)?;
        let mut generics: Generics = input.parse()?;
        let content;
        syn::parenthesized!(content in input);
        let mut inputs = Vec::new();
        while !content.is_empty() {
            inputs.push(content.parse()?);
            if !content.is_empty() {
                content.parse::<Token![,]>()?;
            }
        }
        let output = input.parse()?;
        generics.where_clause = input.parse()?;
        Ok(Self { constness, asyncness, unsafety, abi, fn_token, ident, generics, inputs, output })
    }
}

impl Parse for Input {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attrs = input.call(Attribute::parse_outer)?;
        let mut pattern = TokenStream::new();
        while !input.is_empty() && !input.peek(Token![,]) {
            if input.peek(Token![:]) && !input.peek(Token![::]) {
                break;
            }
            let path: Option<Token![::]> = input.parse()?;
            match path {
                Some(path) => path.to_tokens(&mut pattern),
                None => pattern.extend([input.parse::<TokenTree>()?]),
            }
        }
        let ty = match input.parse::<Option<Token![:]>>()? {
            Some(_) => Some(ty(input)?),
            None => None,
        };
        Ok(Self { attrs, pattern, ty })
    }
}

/// A type; one that `syn` cannot read, as it came.
fn ty(input: ParseStream<'_>) -> syn::Result<Type> {
    let fork = input.fork();
    match fork.parse::<Type>() {
        Ok(_) if fork.is_empty() || fork.peek(Token![,]) => input.parse(),
        _ => Ok(Type::Verbatim(up_to_comma(input, &|_| false))),
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

impl ToTokens for Signature {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.constness.to_tokens(tokens);
        self.asyncness.to_tokens(tokens);
        self.unsafety.to_tokens(tokens);
        self.abi.to_tokens(tokens);
        self.fn_token.to_tokens(tokens);
        self.ident.to_tokens(tokens);
        self.generics.to_tokens(tokens);
        let inputs = &self.inputs;
        tokens.extend(quote::quote!((#(#inputs),*)));
        self.output.to_tokens(tokens);
        self.generics.where_clause.to_tokens(tokens);
    }
}

impl ToTokens for Input {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { attrs, pattern, ty } = self;
        let ty = ty.iter();
        tokens.append_all(attrs);
        tokens.extend(quote::quote!(#pattern #(: #ty)*));
    }
}
