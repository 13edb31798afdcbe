//! Promises that Rust's types keep already: maps that are safe by themselves, or that lie in their lock.

use super::attach::{Anchors, Subject};
use super::contract::{has_map, keeps_apart};
use super::place::{Declared, Place};
use super::region::declared_in_test;
use super::trace::Trace;
use super::types::{Types, is_map};
use super::unsafe_shared::{declared_type, map_ref};
use crate::analysis::promise::Proposal;
use crate::facts::DirectiveKind;
use crate::source::{FileId, Language};
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

/// The promises that fields and statics without one could carry, in the order of their declarations.
pub(super) fn proposals(types: &Types<'_>, traces: &[Trace]) -> Vec<Proposal> {
    let promised = promised(types);
    let mut uses: BTreeMap<Declared, usize> = BTreeMap::new();
    for access in traces.iter().flat_map(|trace| &trace.accesses).filter(|access| is_map(access.kind)) {
        if let Some(declared) = access.place.as_ref().and_then(Place::declared) {
            *uses.entry(declared).or_default() += 1;
        }
    }
    let mut found: Vec<Proposal> = uses.into_iter().filter_map(|(declared, uses)| proposal(types, &promised, declared, uses)).collect();
    found.sort_by_key(|proposal| proposal.map.declaration);
    found
}

fn proposal(types: &Types<'_>, promised: &FxHashSet<Declared>, declared: Declared, uses: usize) -> Option<Proposal> {
    let ty = declared_type(types, declared).filter(|ty| !promised.contains(&declared) && keeps_apart(types, ty, 0))?;
    let map = map_ref(types, declared);
    let info = types.program.info(map.declaration?.file);
    let is_open = info.requested && !is_in_test(types, declared) && has_map(types, declared);
    let count = if uses == 1 { "one use".to_owned() } else { format!("{uses} uses") };
    let evidence = format!("its type `{}` keeps threads apart; {count} in sight", types.show(&ty));
    is_open.then(|| Proposal { language: Language::Rust, map, text: "CONCURRENCY_SAFE: true".to_owned(), evidence })
}

fn is_in_test(types: &Types<'_>, declared: Declared) -> bool {
    let (file, scope) = match declared {
        Declared::Field(owner, _) => {
            let (file, decl) = types.symbols.type_decl(types.program, owner);
            (file, decl.scope)
        }
        Declared::Static(var) => {
            let (file, decl) = types.symbols.var(types.program, var);
            (file, decl.scope)
        }
    };
    declared_in_test(types, file, scope)
}

/// What carries a promise, by itself or by its type.
pub(super) fn promised(types: &Types<'_>) -> FxHashSet<Declared> {
    let mut found = FxHashSet::default();
    for (file, facts) in (0..).map(FileId).zip(&types.program.files) {
        let is_promise = |kind: &DirectiveKind| matches!(kind, DirectiveKind::Contract(_) | DirectiveKind::MalformedContract { .. });
        if types.program.info(file).language != Language::Rust || !facts.directives.iter().any(|directive| is_promise(&directive.kind)) {
            continue;
        }
        let anchors = Anchors::new(types, file);
        for directive in facts.directives.iter().filter(|directive| is_promise(&directive.kind)) {
            match anchors.subject(directive) {
                Some(Subject::Declared(declared)) => _ = found.insert(declared),
                Some(Subject::Type(id)) => {
                    let fields = types.fields(&crate::analysis::ty::named(id));
                    found.extend(fields.into_iter().map(|(name, _)| Declared::Field(id, name)));
                }
                Some(Subject::Local(..)) | None => {}
            }
        }
    }
    found
}
