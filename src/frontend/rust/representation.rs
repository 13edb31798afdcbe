//! How the values of a struct or enum lie in memory, as far as attributes and discriminants say it.

use super::scope::name;
use crate::facts::{Name, Representation};
use proc_macro2::TokenTree;
use syn::{Attribute, Expr, Fields, ItemEnum, Lit, Meta};

/// Of a struct.
pub(super) fn of_struct(attrs: &[Attribute], fields: &Fields) -> Representation {
    if has_builds(fields) { Representation::Other } else { of_attributes(attrs) }
}

/// Of an enum.
pub(super) fn of_enum(item: &ItemEnum) -> Representation {
    let builds = item.variants.iter().any(|variant| depends_on_build(&variant.attrs) || has_builds(&variant.fields));
    let written = item.variants.iter().filter_map(|variant| variant.discriminant.as_ref());
    match of_attributes(&item.attrs) {
        _ if builds => Representation::Other,
        Representation::Default if !written.clone().all(|(_, value)| is_byte(value)) => Representation::Other,
        found => found,
    }
}

fn of_attributes(attrs: &[Attribute]) -> Representation {
    let mut found = Representation::Default;
    for attr in attrs {
        let words = match &attr.meta {
            Meta::List(list) if list.path.is_ident("repr") => words(list),
            // It may add a `repr` in some builds.
            Meta::List(list) if list.path.is_ident("cfg_attr") && list.tokens.to_string().contains("repr") => return Representation::Other,
            _ => continue,
        };
        match words.as_slice() {
            [one] if one.as_str() == "transparent" => {}
            [one] if one.starts_with(['i', 'u']) && found == Representation::Default => found = Representation::Discriminant(*one),
            _ => return Representation::Other,
        }
    }
    found
}

/// The words of an attribute, with what their parentheses hold.
fn words(list: &syn::MetaList) -> Vec<Name> {
    let word = |token| match token {
        TokenTree::Ident(ident) => Some(name(&ident)),
        TokenTree::Group(group) => Some(Name::from(&group.to_string())),
        _ => None,
    };
    list.tokens.clone().into_iter().filter_map(word).collect()
}

fn has_builds(fields: &Fields) -> bool {
    fields.iter().any(|field| depends_on_build(&field.attrs))
}

fn depends_on_build(attrs: &[Attribute]) -> bool {
    attrs.iter().any(|attr| attr.path().is_ident("cfg"))
}

/// A discriminant for which one byte is enough.
fn is_byte(value: &Expr) -> bool {
    matches!(value, Expr::Lit(literal) if matches!(&literal.lit, Lit::Int(int) if int.base10_parse::<u8>().is_ok()))
}
