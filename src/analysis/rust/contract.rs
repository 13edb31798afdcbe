//! `CONCURRENCY_SAFE` promises against what the code does.
//!
//! In Rust the types keep most promises: what is safe code cannot break `true`, so only maps shared
//! through `unsafe` can. `false` is broken where two threads reach the map, whatever lock is held.

use super::attach::{Anchors, Subject};
use super::missing::missing;
use super::names::{Item, Space};
use super::place::{self, Declared, Place, Root};
use super::region::package;
use super::threads::Threads;
use super::trace::{Access, Trace};
use super::types::{Types, changes, is_lock, is_map};
use super::unsafe_shared::{Use, Uses, access_snapshot, declared_type, is_exclusive, map_ref, snapshot};
use crate::analysis::model::{self, Conflict, ContractSubject, HeldLock, Snapshot};
use crate::analysis::ty::{FunctionId, Ty, TyKind};
use crate::diagnostic::{Confidence, MapRef};
use crate::facts::{Contract, Directive, DirectiveKind, Name, ScopeId, TypeModelKind};
use crate::source::{FileId, Language, Location};
use rustc_hash::FxHashMap;

/// Types are looked into this deep for maps.
const DEPTH: usize = 6;

/// What promises are held against.
pub(super) struct Evidence<'a> {
    /// All traces.
    pub(super) traces: &'a [Trace],
    /// Accesses of maps shared through `unsafe`.
    pub(super) uses: &'a Uses<'a>,
    /// Their conflicts.
    pub(super) conflicts: &'a [Conflict],
    /// All threads.
    pub(super) threads: &'a Threads,
}

/// The promises of all Rust files, in source order: the malformed, the broken, and the kept.
pub(super) fn contracts(types: &Types<'_>, evidence: &Evidence<'_>) -> Vec<ContractSubject> {
    let mut by_map: FxHashMap<Declared, Vec<(&Trace, &Access)>> = FxHashMap::default();
    for trace in evidence.traces {
        for access in trace.accesses.iter().filter(|access| is_map(access.kind)) {
            if let Some(declared) = access.place.as_ref().and_then(Place::declared) {
                by_map.entry(declared).or_default().push((trace, access));
            }
        }
    }
    let mut found = Vec::new();
    for (index, facts) in types.program.files.iter().enumerate() {
        let file = FileId(u32::try_from(index).unwrap_or(u32::MAX));
        if types.program.info(file).language != Language::Rust || facts.directives.is_empty() {
            continue;
        }
        let judge = Judge { types, evidence, by_map: &by_map, file, anchors: Anchors::new(types, file) };
        for directive in &facts.directives {
            judge.directive(directive, &mut found);
        }
    }
    found.extend(missing(types));
    found
}

/// An access that breaks a promise, what it is held against, and what it lacks.
type Broken = (Snapshot, Option<Snapshot>, String);

struct Judge<'a, 'p> {
    types: &'a Types<'p>,
    evidence: &'a Evidence<'a>,
    by_map: &'a FxHashMap<Declared, Vec<(&'a Trace, &'a Access)>>,
    file: FileId,
    anchors: Anchors,
}

impl Judge<'_, '_> {
    fn directive(&self, directive: &Directive, found: &mut Vec<ContractSubject>) {
        match &directive.kind {
            DirectiveKind::Suppression { .. } => {}
            DirectiveKind::MalformedContract { wrong, repair } => {
                let comment = Location { file: self.file, span: directive.span };
                let drafts = repair.iter().map(|repair| model::spelling(repair, comment, Language::Rust)).collect();
                found.push(ContractSubject { malformed: wrong.to_string(), drafts, ..self.subject(directive, None, "") });
            }
            DirectiveKind::Contract(contract) => self.contract(directive, contract, found),
        }
    }

    fn contract(&self, directive: &Directive, contract: &Contract, found: &mut Vec<ContractSubject>) {
        let value = if contract.safe { "true" } else { "false" };
        let malformed = |wrong: String| ContractSubject { malformed: wrong, ..self.subject(directive, None, "") };
        let nothing = || malformed(format!("`CONCURRENCY_SAFE: {value}` is attached to no map"));
        let subject = self.anchors.subject(directive);
        let declared: Vec<Declared> = match subject {
            Some(Subject::Declared(declared)) if has_map(self.types, declared) => vec![declared],
            Some(Subject::Type(id)) => {
                let ty = Ty::new(TyKind::Named(id, Box::new([])));
                let fields = self.types.fields(&ty).into_iter().map(|(name, _)| Declared::Field(id, name));
                fields.filter(|field| has_map(self.types, *field)).collect()
            }
            Some(Subject::Local(function, local)) => {
                match self.local(directive, contract, function, local) {
                    Some(subjects) => found.extend(subjects),
                    None => found.push(nothing()),
                }
                return;
            }
            _ => Vec::new(),
        };
        if declared.is_empty() {
            found.push(nothing());
            return;
        }
        for declared in declared {
            if let Some(wrong) = contract.guarded_by.and_then(|guard| self.wrong_guard(declared, guard)) {
                found.push(malformed(wrong));
                return;
            }
            let base = self.subject(directive, Some(map_ref(self.types, declared)), value);
            if let Some(stale) = self.other_lock(contract, declared) {
                found.push(ContractSubject { stale, ..base });
                continue;
            }
            let mut broken = if contract.init_only { self.written_later(declared) } else { Vec::new() };
            broken.extend(match contract.safe && contract.confined.is_none() {
                true if broken.is_empty() => self.unguarded(contract, declared),
                true => Vec::new(),
                false => self.shared(contract, declared),
            });
            let stale = self.own_lock(contract, declared).filter(|_| !broken.is_empty());
            let stale = stale.map(|stale| ContractSubject { stale, ..base.clone() });
            found.extend(self.verdicts(base, broken));
            found.extend(stale);
        }
    }

    /// One subject for each break; one for a promise that is kept.
    fn verdicts(&self, base: ContractSubject, broken: Vec<Broken>) -> Vec<ContractSubject> {
        if broken.is_empty() {
            return vec![base];
        }
        let one = |(by, against, reason): Broken| ContractSubject {
            function: by.function.clone(),
            broken_by: Some(by),
            against,
            reason,
            ..base.clone()
        };
        broken.into_iter().map(one).collect()
    }

    /// What breaks `true`: accesses through `unsafe` without the guard.
    fn unguarded(&self, contract: &Contract, declared: Declared) -> Vec<Broken> {
        let Some(uses) = self.evidence.uses.get(&declared) else { return Vec::new() };
        let mut found = Vec::new();
        let map = map_ref(self.types, declared);
        for one in uses {
            let by = snapshot(self.types, one, None);
            let conflict = self.evidence.conflicts.iter().find(|conflict| {
                let blamed = std::iter::once(&conflict.first).chain(&conflict.others);
                conflict.map.declaration == map.declaration && blamed.into_iter().any(|first| first.location == by.location)
            });
            let guard = contract.guarded_by.map(|guard| guard.to_string());
            let writes = changes(one.access.effect);
            let held = guard.as_ref().map(|guard| by.locks.iter().any(|lock| lock.name == *guard && (lock.exclusive || !writes)));
            let against = conflict.map(|conflict| conflict.second.clone());
            match (guard, held) {
                (_, Some(true)) => {}
                (Some(guard), _) => found.push((by, against, format!("`{guard}` is not held here"))),
                (None, _) => {
                    if let Some(conflict) = conflict {
                        found.push((
                            conflict.first.clone(),
                            against,
                            "another thread can reach it at the same time, with no lock in common".to_owned(),
                        ));
                    }
                }
            }
        }
        found
    }

    /// `guarded_by` names a lock that no use through `unsafe` holds, and all hold another.
    fn other_lock(&self, contract: &Contract, declared: Declared) -> Option<String> {
        let guard = contract.guarded_by?;
        let uses = self.evidence.uses.get(&declared)?;
        let held: Vec<Vec<HeldLock>> = uses.iter().map(|one| snapshot(self.types, one, None).locks).collect();
        let by_all = |lock: &&HeldLock| {
            let holds = |(one, locks): (&Use<'_>, &Vec<HeldLock>)| {
                let writes = changes(one.access.effect);
                locks.iter().any(|own| own.name == lock.name && (own.exclusive || !writes))
            };
            uses.iter().zip(&held).all(holds)
        };
        let named = held.iter().flatten().any(|lock| *lock.name == *guard);
        let other = held.first()?.iter().filter(|_| !named).find(by_all)?;
        Some(format!("every use of the map in sight holds `{}`, and none `{guard}`", other.name))
    }

    /// Why a map that is promised not to be shared may be: its own type keeps threads apart.
    fn own_lock(&self, contract: &Contract, declared: Declared) -> Option<String> {
        let ty = declared_type(self.types, declared).filter(|_| !contract.safe)?;
        let shown = self.types.show(&ty);
        keeps_apart(self.types, &ty, 0).then(|| format!("its type `{shown}` keeps threads apart"))
    }

    /// What breaks `init_only`: writes through a reference that others may have as well, and of a static those on a
    /// thread that was started. Who has the map's object alone is still setting it up.
    fn written_later(&self, declared: Declared) -> Vec<Broken> {
        let later = |(trace, access): &&(&Trace, &Access)| {
            let place = access.place.as_ref().filter(|_| changes(access.effect) && !access.once);
            let on_thread = || !self.evidence.threads.reaching(self.types, trace.function, access.detached).is_empty();
            place.is_some_and(|place| match declared {
                Declared::Field(..) => !is_exclusive(self.types, trace, place) || on_thread(),
                Declared::Static(_) => on_thread(),
            })
        };
        let reason = "the map is written after construction, though it is promised `init_only`";
        let accesses = self.by_map.get(&declared).into_iter().flatten().filter(later);
        accesses.map(|(trace, access)| (access_snapshot(self.types, trace, access, None), None, reason.to_owned())).collect()
    }

    /// What breaks `false` and `confined`: accesses that two threads reach.
    fn shared(&self, contract: &Contract, declared: Declared) -> Vec<Broken> {
        let accesses = self.by_map.get(&declared).map_or(&[][..], Vec::as_slice);
        self.in_parallel(contract, accesses)
    }

    fn in_parallel(&self, contract: &Contract, accesses: &[(&Trace, &Access)]) -> Vec<Broken> {
        let reason = contract.confined.map_or_else(
            || "two threads reach it".to_owned(),
            |owner| format!("`{owner}` is not alone with the map: two threads reach it"),
        );
        let threads = self.evidence.threads;
        let reaching = |(trace, access): &(&Trace, &Access)| threads.reaching(self.types, trace.function, access.detached);
        let mut found = Vec::new();
        for one in accesses {
            let pair = accesses.iter().find_map(|other| Some((other, threads.apart(reaching(one), reaching(other))?)));
            if let Some((other, (first, second))) = pair {
                let by = access_snapshot(self.types, one.0, one.1, Some((threads, first)));
                let against = access_snapshot(self.types, other.0, other.1, Some((threads, second)));
                found.push((by, Some(against), reason.clone()));
            }
        }
        found
    }

    /// A promise about a local; `None` where it is no map.
    fn local(
        &self,
        directive: &Directive,
        contract: &Contract,
        function: FunctionId,
        local: crate::facts::LocalId,
    ) -> Option<Vec<ContractSubject>> {
        let trace = self.evidence.traces.iter().find(|trace| trace.function == function)?;
        let ty = trace.local_types.get(local.index())?;
        if !leads_to_map(self.types, ty, 0) {
            return None;
        }
        let (file, decl) = self.types.symbols.function(self.types.program, function);
        let place = Place::local(local);
        let map = place::map_ref(self.types, file, decl, &place, ty);
        let value = if contract.safe { "true" } else { "false" };
        let base = self.subject(directive, Some(map), value);
        let own = |access: &&Access| {
            is_map(access.kind) && access.place.as_ref().is_some_and(|place| place.root == Root::Local(local) && place.chain.is_empty())
        };
        let accesses: Vec<(&Trace, &Access)> = trace.accesses.iter().filter(own).map(|access| (trace, access)).collect();
        let apart = contract.safe && contract.confined.is_none();
        let broken = if apart { Vec::new() } else { self.in_parallel(contract, &accesses) };
        Some(self.verdicts(base, broken))
    }

    /// What is wrong with `guarded_by=NAME`: no such field or static, or not a lock.
    fn wrong_guard(&self, declared: Declared, guard: Name) -> Option<String> {
        let sibling = match declared {
            Declared::Field(owner, _) => {
                let ty = Ty::new(TyKind::Named(owner, Box::new([])));
                self.types.field(&ty, guard).map(|found| found.ty)
            }
            Declared::Static(_) => None,
        };
        let scope = match declared {
            Declared::Field(owner, _) => self.types.symbols.type_decl(self.types.program, owner).1.scope,
            Declared::Static(var) => self.types.symbols.var(self.types.program, var).1.scope,
        };
        let Some(ty) = sibling.or_else(|| self.global(scope, guard)) else {
            return Some(format!("`guarded_by={guard}` names no lock: nothing is called `{guard}` here"));
        };
        let stripped = self.types.unwrap(&ty);
        // A type that the table does not know may be a lock.
        let known = !matches!(&*stripped, TyKind::Unknown | TyKind::Library(..)) || self.types.model(&stripped).is_some();
        let locks = is_lock(self.types.kind(&stripped));
        (known && !locks).then(|| format!("`guarded_by={guard}` names no lock: `{guard}` is a `{}`", self.types.show(&stripped)))
    }

    fn global(&self, scope: ScopeId, name: Name) -> Option<Ty> {
        match self.types.names.resolve(self.file, scope, &[name], Space::Value)? {
            Item::Var(var) => Some(self.types.var(var)),
            _ => None,
        }
    }

    fn subject(&self, directive: &Directive, map: Option<MapRef>, value: &str) -> ContractSubject {
        let promise = Location { file: self.file, span: directive.span };
        let text = if value.is_empty() { "CONCURRENCY_SAFE".to_owned() } else { format!("CONCURRENCY_SAFE: {value}") };
        ContractSubject { promise_text: text, ..subject_at(self.types, promise, map, value) }
    }
}

/// A subject that says nothing but where the promise stands, or is to stand.
pub(super) fn subject_at(types: &Types<'_>, promise: Location, map: Option<MapRef>, value: &str) -> ContractSubject {
    ContractSubject {
        language: Language::Rust,
        map,
        promise,
        promise_text: String::new(),
        value: value.to_owned(),
        malformed: String::new(),
        drafts: Vec::new(),
        missing: false,
        stale: String::new(),
        broken_by: None,
        against: None,
        reason: String::new(),
        confidence: Confidence::Certain,
        function: String::new(),
        package: package(types, promise.file),
    }
}

pub(super) fn has_map(types: &Types<'_>, declared: Declared) -> bool {
    declared_type(types, declared).is_some_and(|ty| leads_to_map(types, &ty, 0))
}

/// A map, also behind locks, cells, pointers and wrappers.
fn leads_to_map(types: &Types<'_>, ty: &Ty, depth: usize) -> bool {
    let ty = types.unwrap(ty);
    if is_map(types.kind(&ty)) {
        return true;
    }
    let inner = types.raw_target(&ty).or_else(|| match types.kind(&ty) {
        TypeModelKind::Plain | TypeModelKind::Sequence => None,
        _ => types.inner(&ty),
    });
    depth < DEPTH && inner.is_some_and(|inner| leads_to_map(types, &inner, depth + 1))
}

/// A map that is safe by itself, or that lies in its lock.
pub(super) fn keeps_apart(types: &Types<'_>, ty: &Ty, depth: usize) -> bool {
    let ty = types.unwrap(ty);
    let kind = types.kind(&ty);
    if is_lock(kind) || matches!(kind, TypeModelKind::ShardedMap | TypeModelKind::ConcurrentMap) {
        return true;
    }
    let passes = !matches!(kind, TypeModelKind::Plain | TypeModelKind::Sequence) && !is_map(kind);
    passes && depth < DEPTH && types.inner(&ty).is_some_and(|inner| keeps_apart(types, &inner, depth + 1))
}
