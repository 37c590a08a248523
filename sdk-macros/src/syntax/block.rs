//! An `impl` block: its functions, and everything else in it as it came.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt as _, quote};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Attribute, Generics, Ident, Token, Type, WhereClause};

use super::Function;

pub(crate) struct Block {
    pub(crate) attrs: Vec<Attribute>,
    unsafety: Option<Token![unsafe]>,
    impl_token: Token![impl],
    pub(crate) generics: Generics,
    /// The trait and the word `for`.
    pub(crate) of_trait: Option<(TokenStream, Token![for])>,
    pub(crate) self_ty: Type,
    where_clause: Option<WhereClause>,
    pub(crate) members: Vec<Member>,
}

pub(crate) enum Member {
    Function(Box<Function>),
    Other(TokenStream),
}

impl Parse for Block {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attrs = input.call(Attribute::parse_outer)?;
        let unsafety = input.parse()?;
        let impl_token = input.parse()?;
        let generics = input.parse()?;
        let not: Option<Token![!]> = input.parse()?;
        let first: Type = input.parse()?;
        let (of_trait, self_ty) = match input.parse()? {
            Some(word) => (Some((quote!(#not #first), word)), input.parse()?),
            None => (None, first),
        };
        let where_clause = input.parse()?;
        let content;
        syn::braced!(content in input);
        let mut members = Vec::new();
        while !content.is_empty() {
            members.push(content.parse()?);
        }
        Ok(Self { attrs, unsafety, impl_token, generics, of_trait, self_ty, where_clause, members })
    }
}

impl Parse for Member {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut tokens = TokenStream::new();
        // A member ends with its body, or with a semicolon; a constant's value may have braces before that.
        let constant = is_constant(input);
        while let Ok(token) = input.parse::<TokenTree>() {
            let end = match &token {
                TokenTree::Punct(punct) => punct.as_char() == ';',
                TokenTree::Group(group) => !constant && group.delimiter() == Delimiter::Brace,
                _ => false,
            };
            tokens.extend([token]);
            if end {
                break;
            }
        }
        Ok(match Function::parse.parse2(tokens.clone()) {
            Ok(function) => Member::Function(Box::new(function)),
            Err(_) => Member::Other(tokens),
        })
    }
}

/// Whether a constant or a type comes, after whatever stands before such words.
fn is_constant(input: ParseStream<'_>) -> bool {
    let ahead = input.fork();
    let _ = ahead.call(Attribute::parse_outer);
    let _ = ahead.parse::<syn::Visibility>();
    let mut words = std::iter::from_fn(|| ahead.call(Ident::parse_any).ok()).map(|word| word.to_string());
    match words.find(|word| word != "default").as_deref() {
        Some("type") => true,
        Some("const") => words.next().is_none_or(|next| !["fn", "async", "unsafe", "extern"].contains(&&*next)),
        _ => false,
    }
}

impl ToTokens for Block {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { unsafety, impl_token, generics, self_ty, where_clause, members, .. } = self;
        let of_trait = self.of_trait.iter().map(|(path, word)| quote!(#path #word));
        tokens.append_all(&self.attrs);
        tokens.extend(quote! {
            #unsafety #impl_token #generics #(#of_trait)* #self_ty #where_clause { #(#members)* }
        });
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
