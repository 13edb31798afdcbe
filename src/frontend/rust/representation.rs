//! How the values of a struct or enum lie in memory, as far as attributes and discriminants say it.

use super::attributes::is_named;
use super::token::{Tokens, closing};
use super::tree::{Attribute, Field, Variant};
use crate::facts::{Name, Representation};
use crate::source::Span;

/// Of a struct.
pub(super) fn of_struct(tokens: &Tokens<'_>, attributes: &[Attribute], fields: &[Field]) -> Representation {
    if has_builds(fields) { Representation::Other } else { of_attributes(tokens, attributes) }
}

/// Of an enum.
pub(super) fn of_enum(tokens: &Tokens<'_>, attributes: &[Attribute], variants: &[Variant]) -> Representation {
    let builds = variants.iter().any(|variant| depends_on_build(&variant.attributes) || has_builds(&variant.fields));
    let all_bytes = variants.iter().all(|variant| variant.is_byte != Some(false));
    match of_attributes(tokens, attributes) {
        _ if builds => Representation::Other,
        Representation::Default if !all_bytes => Representation::Other,
        found => found,
    }
}

fn of_attributes(tokens: &Tokens<'_>, attributes: &[Attribute]) -> Representation {
    let mut found = Representation::Default;
    for attribute in attributes {
        let Some(list) = attribute.list else { continue };
        if is_named(attribute, "cfg_attr") && text(tokens, list).contains("repr") {
            // It may add a `repr` in some builds.
            return Representation::Other;
        }
        if !is_named(attribute, "repr") {
            continue;
        }
        match words(tokens, list).as_slice() {
            [Some(one)] if one.as_str() == "transparent" => {}
            [Some(one)] if one.starts_with(['i', 'u']) && found == Representation::Default => found = Representation::Discriminant(*one),
            _ => return Representation::Other,
        }
    }
    found
}

fn text<'t>(tokens: &Tokens<'t>, bytes: Span) -> &'t str {
    tokens.text().get(bytes.start as usize..bytes.end as usize).unwrap_or_default()
}

/// The words of an attribute; `None` for what brackets hold.
fn words(tokens: &Tokens<'_>, list: Span) -> Vec<Option<Name>> {
    let written = tokens.top_level(list).filter(|token| token.kind.is_word() || closing(token.kind).is_some());
    written.map(|token| token.kind.is_word().then(|| tokens.name(token))).collect()
}

fn has_builds(fields: &[Field]) -> bool {
    fields.iter().any(|field| depends_on_build(&field.attributes))
}

fn depends_on_build(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| is_named(attribute, "cfg"))
}
