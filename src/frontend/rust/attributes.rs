//! What attributes say: tests and derives.

use super::token::{Kind, Tokens};
use super::tree::Attribute;
use crate::facts::Name;
use crate::source::Span;

/// The attribute is `#[word]`, `#[word(…)]` or `#[word = …]`.
pub(super) fn is_named(attribute: &Attribute, word: &str) -> bool {
    matches!(&*attribute.path, [one] if one.as_str() == word)
}

/// The path of an attribute as written.
pub(super) fn attribute_path(attribute: &Attribute) -> Name {
    match &*attribute.path {
        [one] => *one,
        path => Name::from(&path.iter().map(|segment| segment.as_str()).collect::<Vec<_>>().join("::")),
    }
}

/// `#![no_std]`, `#![cfg(test)]`.
pub(super) fn crate_attribute(tokens: &Tokens<'_>, attribute: &Attribute) -> Option<Name> {
    if is_named(attribute, "no_std") {
        return Some(Name::from("no_std"));
    }
    requires_test(tokens, attribute).then(|| Name::from("cfg(test)"))
}

/// The item exists in test builds only.
pub(super) fn is_test_only(tokens: &Tokens<'_>, attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| requires_test(tokens, attribute))
}

/// A test or benchmark, or test-only.
pub(super) fn is_test(tokens: &Tokens<'_>, attributes: &[Attribute]) -> bool {
    let marked = |attribute: &Attribute| attribute.path.last().is_some_and(|last| matches!(last.as_str(), "test" | "bench"));
    attributes.iter().any(|attribute| marked(attribute) || requires_test(tokens, attribute))
}

fn requires_test(tokens: &Tokens<'_>, attribute: &Attribute) -> bool {
    match attribute.list {
        Some(list) if is_named(attribute, "cfg") => mentions_test(tokens, list),
        _ => false,
    }
}

/// `test`, also inside `all(…)` and `any(…)`, but not inside `not(…)`.
fn mentions_test(tokens: &Tokens<'_>, list: Span) -> bool {
    let mut negated = false;
    for token in tokens.top_level(list) {
        if token.kind.is_word() {
            let word = tokens.word(token);
            if word == "test" {
                return true;
            }
            negated = word == "not";
        } else if token.kind == Kind::OpenParen && !negated && mentions_test(tokens, tokens.bracketed(token)) {
            return true;
        }
    }
    false
}

/// The last segments of `#[derive(…)]`.
pub(super) fn derives(tokens: &Tokens<'_>, attribute: &Attribute) -> Vec<Name> {
    let Some(list) = attribute.list.filter(|_| is_named(attribute, "derive")) else { return Vec::new() };
    let mut names = Vec::new();
    let mut last = None;
    for token in tokens.top_level(list) {
        if token.kind.is_word() {
            last = Some(tokens.name(token));
        } else if token.kind == Kind::Comma {
            names.extend(last.take());
        }
    }
    names.extend(last);
    names
}
