//! Promises held against the code.
//!
//! A promise stands at a declaration ([`attach`]) and covers the maps that this declares. `true` is
//! kept where every access is proved: it holds the lock that the promise names ([`guard`]) or, with
//! none named, the one that the map's accesses agree on; or it can meet no other access. Accesses
//! while the map is constructed are no sites at all. `false` and `confined` are kept where no two
//! threads in sight reach the map, whatever locks they hold; `init_only` where nothing writes the
//! map once it is constructed. Where all uses agree on a lock, `false` and the name of another lock
//! are stale.

mod attach;
mod guard;
mod missing;
mod propose;

pub(super) use attach::local_type;
pub(super) use propose::proposals;

use super::conflict;
use super::context::{API, RootId, RootKind, Whole};
use super::effects::Target;
use super::names::{Names, narrow};
use super::parallel;
use super::place::{Slot, SlotBase};
use super::site::{Site, Sites};
use super::text;
use crate::analysis::model::{self, ContractSubject, GuardState, Snapshot};
use crate::analysis::ty::{self, FunctionId, Ty, TyKind, TypeId};
use crate::diagnostic::{Confidence, MapRef};
use crate::facts::{Contract, DirectiveKind, LocalKind};
use crate::source::{FileId, Language, Location};
use attach::{Attachment, Covered};
use guard::NamedGuard;
use rustc_hash::FxHashSet;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// How the code stands to each promise: one subject for each function that breaks it, or one that
/// says that it is kept or malformed. `globals` are the types of package variables by id.
pub(super) fn contracts(whole: Whole<'_>, globals: &[Ty], sites: &Sites<'_>) -> Vec<ContractSubject> {
    let names = whole.names;
    let Read { promises, malformed: mut found, unread } = promises(names, globals, sites);
    // A map's own promise counts before that of its type.
    let own: FxHashSet<SlotBase> = promises.iter().filter(|promise| !promise.by_type).flat_map(Promise::bases).collect();
    for promise in &promises {
        match promise.guards(names, globals) {
            Ok(guards) => {
                let covered = promise.covered.iter().zip(&guards);
                for (covered, guard) in
                    covered.filter(|(covered, _)| !promise.by_type || base_of(covered).is_none_or(|base| !own.contains(&base)))
                {
                    found.extend(Judge { whole, sites, promise, covered, guard: guard.as_ref() }.subjects());
                }
            }
            Err(wrong) if !promise.contract.foreign => found.push(malformed(names, promise.at, written(promise.contract), wrong)),
            Err(_) => {}
        }
    }
    found.extend(missing::missing(names, globals, &promises, &unread));
    found.sort_by_key(|subject| (subject.promise, subject.broken_by.as_ref().map(|access| access.location)));
    found
}

/// The promises of a program.
struct Read<'a> {
    /// Those that stand at maps.
    promises: Vec<Promise<'a>>,
    /// What is wrong with the others.
    malformed: Vec<ContractSubject>,
    /// Maps at which something is meant as a promise that cannot be read.
    unread: FxHashSet<SlotBase>,
}

fn promises<'a>(names: &Names<'a>, globals: &[Ty], sites: &Sites<'_>) -> Read<'a> {
    let mut found = Vec::new();
    let mut promises: Vec<Promise<'_>> = Vec::new();
    let mut unread = FxHashSet::default();
    for (index, facts) in names.program.files.iter().enumerate() {
        let file = FileId(narrow(index));
        if names.program.info(file).language != Language::Go {
            continue;
        }
        for directive in &facts.directives {
            let at = Location { file, span: directive.span };
            let contract = match &directive.kind {
                DirectiveKind::Contract(contract) => contract,
                DirectiveKind::MalformedContract { wrong, repair } => {
                    let drafts = repair.iter().map(|repair| model::spelling(repair, at, Language::Go)).collect();
                    found.push(ContractSubject { drafts, ..malformed(names, at, String::new(), wrong.to_string()) });
                    if let Attachment::Maps { covered, .. } = attach::attach(names, globals, sites, file, directive) {
                        unread.extend(covered.iter().filter_map(base_of));
                    }
                    continue;
                }
                DirectiveKind::Suppression { .. } => continue,
            };
            match attach::attach(names, globals, sites, file, directive) {
                Attachment::Maps { covered, by_type } => promises.push(Promise { at, contract, covered, by_type }),
                Attachment::Nothing(what) if !contract.foreign => found.push(malformed(names, at, written(contract), what)),
                Attachment::Nothing(_) | Attachment::Unknown => {}
            }
        }
    }
    Read { promises, malformed: found, unread }
}

/// A well-formed promise and the maps that it covers.
struct Promise<'a> {
    /// The comment.
    at: Location,
    contract: &'a Contract,
    covered: Vec<Covered>,
    by_type: bool,
}

impl Promise<'_> {
    fn bases(&self) -> impl Iterator<Item = SlotBase> {
        self.covered.iter().filter_map(base_of)
    }

    /// The lock that the promise names, for each map that it covers.
    fn guards(&self, names: &Names<'_>, globals: &[Ty]) -> Result<Vec<Option<NamedGuard>>, String> {
        let named = |covered| self.contract.guarded_by.map(|name| guard::resolve(names, globals, self.at.file, covered, name)).transpose();
        self.covered.iter().map(named).collect()
    }
}

fn base_of(covered: &Covered) -> Option<SlotBase> {
    match covered {
        Covered::Declared(base, _) => Some(*base),
        Covered::Typed(_) => None,
    }
}

/// A promise as its comment says it, the reason left out.
fn written(contract: &Contract) -> String {
    let mut text = format!("CONCURRENCY_SAFE: {}", contract.safe);
    for (word, name) in [(" guarded_by=", contract.guarded_by), (" confined=", contract.confined)] {
        if let Some(name) = name {
            text.push_str(word);
            text.push_str(&name);
        }
    }
    if contract.init_only {
        text.push_str(" init_only");
    }
    text
}

fn malformed(names: &Names<'_>, promise: Location, promise_text: String, wrong: String) -> ContractSubject {
    let unit = names.program.info(promise.file).unit.map(|unit| names.program.units[unit.index()].path.to_string());
    ContractSubject {
        language: Language::Go,
        map: None,
        promise,
        promise_text,
        value: String::new(),
        malformed: wrong,
        drafts: Vec::new(),
        missing: false,
        stale: String::new(),
        broken_by: None,
        against: None,
        reason: String::new(),
        confidence: Confidence::Certain,
        function: String::new(),
        package: unit.unwrap_or_default(),
    }
}

/// One way in which a promise is broken.
struct Breach<'s> {
    slot: Slot,
    site: &'s Site<'s>,
    root: RootId,
    against: Option<(&'s Site<'s>, RootId)>,
    reason: String,
    confidence: Confidence,
}

/// Two accesses, each with the root of its thread; the first is to blame.
type Ends<'s> = [(&'s Site<'s>, RootId); 2];

/// One promise over one of its maps.
struct Judge<'a> {
    whole: Whole<'a>,
    sites: &'a Sites<'a>,
    promise: &'a Promise<'a>,
    covered: &'a Covered,
    guard: Option<&'a NamedGuard>,
}

impl<'a> Judge<'a> {
    fn subjects(&self) -> Vec<ContractSubject> {
        let contract = self.promise.contract;
        let storages = self.storages();
        let other = self.other_lock(&storages);
        if let (Some(guard), Some(other)) = (self.promise.contract.guarded_by, &other) {
            return vec![self.stale(format!("every use of the map in sight holds `{other}`, and none `{guard}`"))];
        }
        let mut breaches = Vec::new();
        for (slot, sites) in storages {
            if contract.init_only {
                self.written_later(slot, &sites, &mut breaches);
            }
            if !contract.safe || contract.confined.is_some() {
                self.shared(slot, &sites, &mut breaches);
            } else if let Some(guard) = self.guard {
                self.not_holding(slot, &sites, guard, &mut breaches);
            } else if !contract.init_only {
                self.unproved(slot, &sites, &mut breaches);
            }
        }
        let mut worst: BTreeMap<FunctionId, Breach<'_>> = BTreeMap::new();
        for breach in breaches {
            let rank = |breach: &Breach<'_>| (!breach.site.access.op.writes(), breach.site.access.node, breach.slot);
            if worst.get(&breach.site.function).is_none_or(|known| rank(&breach) < rank(known)) {
                worst.insert(breach.site.function, breach);
            }
        }
        if !contract.safe || contract.confined.is_some() {
            let surest = worst.into_values().min_by_key(|breach| Reverse(breach.confidence));
            let Some(breach) = surest else { return vec![self.kept()] };
            let stale = other.filter(|_| !contract.safe).map(|lock| format!("every use of the map in sight holds `{lock}`"));
            return std::iter::once(self.broken(&breach)).chain(stale.map(|stale| self.stale(stale))).collect();
        }
        if worst.is_empty() {
            return vec![self.kept()];
        }
        worst.values().map(|breach| self.broken(breach)).collect()
    }

    /// The lock that all uses hold, which is not the one that the promise names: as the first of them writes it.
    fn other_lock(&self, storages: &[(Slot, Vec<&Site<'_>>)]) -> Option<String> {
        let used = || storages.iter().filter(|(_, sites)| sites.iter().any(|site| !site.access.uncertain));
        let named = |slot: Slot, sites: &[&Site<'_>]| {
            self.guard.is_some_and(|guard| !guard.known || sites.iter().any(|site| guard.held(slot, site).is_some()))
        };
        let by_one = |(slot, sites): &(Slot, Vec<&Site<'_>>)| {
            let guard = conflict::guard_of(*slot, sites).filter(|_| !named(*slot, sites))?;
            let mut certain = sites.iter().filter(|site| !site.access.uncertain);
            let all = certain.all(|site| conflict::state_of(site, &guard) == GuardState::Held);
            let first = sites.iter().find(|_| all)?;
            Some(guard.name_at(self.whole.names, first))
        };
        let locks: Option<Vec<String>> = used().map(by_one).collect();
        locks.and_then(|locks| locks.into_iter().next())
    }

    /// The sites of the map and of maps inside it, tests left out.
    fn storages(&self) -> Vec<(Slot, Vec<&'a Site<'a>>)> {
        let of_type = |sites: &[Site<'_>], id: TypeId| {
            sites.iter().any(|site| matches!(&*self.whole.names.deref(&site.access.ty), TyKind::Named(ty, _) if *ty == id))
        };
        let covers = |slot: Slot, sites: &[Site<'_>]| match self.covered {
            Covered::Declared(base, _) => slot.base == *base,
            Covered::Typed(id) => of_type(sites, *id),
        };
        let chosen = self.sites.iter().filter(|(slot, sites)| covers(**slot, sites));
        chosen.map(|(slot, sites)| (*slot, sites.iter().filter(|site| !site.in_test).collect())).collect()
    }

    /// `init_only`: what still writes.
    fn written_later(&self, slot: Slot, sites: &[&'a Site<'a>], breaches: &mut Vec<Breach<'a>>) {
        for site in sites.iter().filter(|site| site.access.op.writes() && !site.access.uncertain) {
            breaches.push(Breach {
                slot,
                site,
                root: first_root(site),
                against: None,
                reason: "the map is written after construction, though it is promised `init_only`".to_owned(),
                confidence: Confidence::Likely,
            });
        }
    }

    /// `false`, `confined`: two threads that reach the map, locks or not.
    fn shared(&self, slot: Slot, sites: &[&'a Site<'a>], breaches: &mut Vec<Breach<'a>>) {
        let mut best: Option<((Confidence, bool, bool), Ends<'a>)> = None;
        for (index, one) in sites.iter().enumerate() {
            for other in &sites[index..] {
                let Some((confidence, left, right)) =
                    self.meeting(slot, one, other).filter(|(confidence, ..)| *confidence >= Confidence::Likely)
                else {
                    continue;
                };
                let writes = |site: &Site<'_>| site.access.op.writes();
                let blame_other = match (self.is_owner(one, left), self.is_owner(other, right)) {
                    (true, false) => true,
                    (false, true) => false,
                    _ => writes(other) && !writes(one),
                };
                let pair = if blame_other { [(*other, right), (*one, left)] } else { [(*one, left), (*other, right)] };
                let score = (confidence, writes(pair[0].0), !std::ptr::eq(*one, *other));
                if best.as_ref().is_none_or(|(known, ..)| score > *known) {
                    best = Some((score, pair));
                }
            }
        }
        let Some(((confidence, ..), [(site, root), (against, twin)])) = best else { return };
        let (here, there) = (conflict::snapshot(self.whole, site, root), conflict::snapshot(self.whole, against, twin));
        let why = conflict::why(&here, &there, root == twin);
        let reason =
            self.promise.contract.confined.map_or_else(|| why.clone(), |owner| format!("`{owner}` is not alone with the map: {why}"));
        let against = (!std::ptr::eq(site, against)).then_some((against, twin));
        breaches.push(Breach { slot, site, root, against, reason, confidence });
    }

    /// `confined=NAME`: the access is on the thread of that name.
    fn is_owner(&self, site: &Site<'_>, root: RootId) -> bool {
        let Some(owner) = self.promise.contract.confined else { return false };
        let names = self.whole.names;
        let is_named =
            |id: FunctionId| owner == names.symbols.function(names.program, id).1.name || owner.as_str() == text::function(names, id);
        let started = match &self.whole.contexts.roots[root as usize].kind {
            RootKind::Spawn(id, spawn) => match self.whole.effects[id.0 as usize].spawns[*spawn as usize].target {
                Target::Function(id) => is_named(id),
                Target::Closure(_) | Target::Interface(..) => false,
            },
            RootKind::Main => owner.as_str() == "main",
            RootKind::Api | RootKind::Entry(..) | RootKind::Activation | RootKind::Unseen | RootKind::Init => false,
        };
        started || is_named(site.function)
    }

    /// `true guarded_by`: what lacks that lock and can meet another access.
    fn not_holding(&self, slot: Slot, sites: &[&'a Site<'a>], guard: &NamedGuard, breaches: &mut Vec<Breach<'a>>) {
        let holds = |site: &Site<'_>| guard.held(slot, site).is_some_and(|exclusive| exclusive || !site.access.op.writes());
        for site in sites.iter().filter(|site| guard.known && !site.access.uncertain && !holds(site)) {
            let Some((confidence, root)) = self.partner(slot, site, sites, |other| site.clashes(other)) else { continue };
            let name = guard.name_at(self.whole.names, slot, site);
            let reason = lacking(&name, guard.held(slot, site).is_some());
            breaches.push(Breach { slot, site, root, against: example(site, sites, holds), reason, confidence });
        }
    }

    /// `true`: what no lock keeps apart from all that it can meet.
    fn unproved(&self, slot: Slot, sites: &[&'a Site<'a>], breaches: &mut Vec<Breach<'a>>) {
        let guard = conflict::guard_of(slot, sites);
        let holds = |site: &Site<'_>| guard.as_ref().is_some_and(|guard| conflict::state_of(site, guard) == GuardState::Held);
        for site in sites.iter().filter(|site| !site.access.uncertain && !holds(site)) {
            let apart = |other: &Site<'_>| site.clashes(other) && site.common_locks(other).is_empty();
            let Some((confidence, root)) = self.partner(slot, site, sites, apart) else { continue };
            let reason = match &guard {
                Some(guard) => lacking(&guard.name_at(self.whole.names, site), conflict::state_of(site, guard) == GuardState::Shared),
                None => "no lock guards the map".to_owned(),
            };
            breaches.push(Breach { slot, site, root, against: example(site, sites, holds), reason, confidence });
        }
    }

    /// The surest way in which the site meets another that `fits`. The promise itself says that the
    /// map is there for several threads, so that a caller of whom nothing is known is likely one.
    fn partner(&self, slot: Slot, site: &Site<'_>, sites: &[&Site<'_>], fits: impl Fn(&Site<'_>) -> bool) -> Option<(Confidence, RootId)> {
        let met = sites.iter().filter(|other| fits(other)).filter_map(|other| self.meeting(slot, site, other));
        let surest = met.map(|(confidence, root, _)| (confidence.max(Confidence::Likely), Reverse(root))).max();
        surest.map(|(confidence, Reverse(root))| (confidence, root))
    }

    /// Whether two sites can run at the same time on one map. Each call of a function has its own
    /// local variables: they are met by its goroutines only.
    fn meeting(&self, slot: Slot, one: &Site<'_>, two: &Site<'_>) -> Option<(Confidence, RootId, RootId)> {
        if let SlotBase::Local(owner, local) = slot.base {
            let (_, function) = self.whole.names.symbols.function(self.whole.names.program, owner);
            let kind = function.body.local(local).kind;
            let of_call = |site: &Site<'_>| {
                site.access.thread.is_none() && site.roots.iter().all(|root| self.whole.contexts.reached(owner, *root).is_some())
            };
            if matches!(kind, LocalKind::Variable | LocalKind::Result) && of_call(one) && of_call(two) {
                return None;
            }
        }
        parallel::surest(self.whole, one, two)
    }

    fn map(&self) -> MapRef {
        let names = self.whole.names;
        match self.covered {
            Covered::Declared(base, ty) => text::map_ref(names, Slot::new(*base), ty),
            Covered::Typed(id) => {
                let (file, decl) = names.symbols.type_decl(names.program, *id);
                let ty: Ty = names.underlying(&ty::named(*id));
                let declaration = Some(Location { file, span: decl.name_span });
                MapRef { name: decl.name.to_string(), owner: String::new(), ty: names.show(&ty), declaration }
            }
        }
    }

    fn kept(&self) -> ContractSubject {
        let promise = self.promise;
        ContractSubject {
            map: Some(self.map()),
            value: promise.contract.safe.to_string(),
            ..malformed(self.whole.names, promise.at, written(promise.contract), String::new())
        }
    }

    fn stale(&self, stale: String) -> ContractSubject {
        ContractSubject { stale, ..self.kept() }
    }

    fn broken(&self, breach: &Breach<'_>) -> ContractSubject {
        let names = self.whole.names;
        let snapshot = |site: &Site<'_>, root: RootId| -> Snapshot { conflict::snapshot(self.whole, site, root) };
        ContractSubject {
            broken_by: Some(snapshot(breach.site, breach.root)),
            against: breach.against.map(|(site, root)| snapshot(site, root)),
            reason: breach.reason.clone(),
            confidence: breach.confidence,
            function: text::function(names, breach.site.function),
            package: text::package(names, breach.site.function),
            ..self.kept()
        }
    }
}

fn lacking(guard: &str, shared: bool) -> String {
    if shared { format!("`{guard}` is held for reading only") } else { format!("`{guard}` is not held") }
}

/// An access that does hold the guard: rather one that the site clashes with, rather a write,
/// rather in another function.
fn example<'s>(site: &Site<'_>, sites: &[&'s Site<'s>], holds: impl Fn(&Site<'_>) -> bool) -> Option<(&'s Site<'s>, RootId)> {
    let score = |other: &Site<'_>| (site.clashes(other), other.access.op.writes(), other.function != site.function);
    let holding = sites.iter().copied().filter(|other| holds(other));
    // Of several that are alike the first.
    holding.rev().max_by_key(|other| score(other)).map(|other| (other, first_root(other)))
}

fn first_root(site: &Site<'_>) -> RootId {
    site.roots.first().copied().unwrap_or(API)
}
