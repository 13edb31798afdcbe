//! Maps that must carry a promise, and carry none: by what the project's config asks of their declarations.

use super::contract::{has_map, subject_at};
use super::place::Declared;
use super::propose::promised;
use super::types::Types;
use super::unsafe_shared::map_ref;
use crate::analysis::model::ContractSubject;
use crate::facts::{DeclarationKind, TypeDeclKind};
use crate::source::{Language, Location, Span};
use rustc_hash::FxHashSet;

/// One subject for each such declaration.
pub(super) fn missing(types: &Types<'_>) -> Vec<ContractSubject> {
    let requirements = types.program.requirements.iter().filter(|(file, _)| types.program.info(**file).language == Language::Rust);
    let mut requirements = requirements.peekable();
    let promised = if requirements.peek().is_some() { promised(types) } else { FxHashSet::default() };
    let mut found = Vec::new();
    for (file, required) in requirements {
        let facts = types.program.file(*file);
        let asked = |kind, exported, names: &[Span]| required.iter().any(|required| required.asks(kind, exported, names));
        let mut declared: Vec<(Declared, Span)> = Vec::new();
        for (index, decl) in facts.types.iter().enumerate() {
            let TypeDeclKind::Struct(fields) = &decl.kind else { continue };
            let id = types.symbols.type_id(*file, index);
            let wanted =
                fields.iter().filter(|field| asked(DeclarationKind::Field, decl.exported && field.exported, &[field.span, decl.name_span]));
            declared.extend(wanted.map(|field| (Declared::Field(id, field.name), field.span)));
        }
        for (index, var) in facts.vars.iter().enumerate() {
            if asked(DeclarationKind::Static, var.exported, &[var.name_span]) {
                declared.push((Declared::Static(types.symbols.var_id(*file, index)), var.name_span));
            }
        }
        for (declared, span) in declared.into_iter().filter(|(declared, _)| !promised.contains(declared) && has_map(types, *declared)) {
            let map = Some(map_ref(types, declared));
            let promise = Location { file: *file, span };
            found.push(ContractSubject { missing: true, ..subject_at(types, promise, map, "") });
        }
    }
    found
}
