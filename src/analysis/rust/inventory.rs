//! Every map of the Rust files, with what is done to it. See [`crate::diagnostic::inventory`].

use super::layout;
use super::life::uses::{AllUses, Holder};
use super::place::{self, Declared, Place};
use super::region::{declared_in_test, in_test, package};
use super::threads::Threads;
use super::trace::{Access, Trace};
use super::types::{Kept, Types};
use super::unsafe_shared::{self, access_snapshot, is_exclusive};
use crate::analysis::inventory::{promises, shown};
use crate::analysis::model::ContractSubject;
use crate::analysis::ty::{TyKind, TypeId, VarId};
use crate::diagnostic::inventory::{Entry, Guard, Sharing, Use};
use crate::diagnostic::life::MapScope;
use crate::diagnostic::{Confidence, MapRef};
use crate::facts::{LocalId, LocalKind, Name, TypeModelKind, VarKind};
use crate::source::{FileId, Language};
use rayon::prelude::*;
use std::collections::BTreeSet;

/// All maps that are declared in files that are asked for, in no special order.
pub(super) fn inventory(
    types: &Types<'_>,
    traces: &[Trace],
    by_hand: &unsafe_shared::Uses<'_>,
    threads: &Threads,
    contracts: &[ContractSubject],
) -> Vec<Entry> {
    let uses = AllUses::new(types, traces);
    let finder = Finder { types, traces, uses: &uses, by_hand, threads };
    let structs = (0..u32::try_from(types.symbols.types.len()).unwrap_or(0)).into_par_iter().map(TypeId);
    let mut found: Vec<Entry> = structs.flat_map_iter(|id| finder.fields(id)).collect();
    let vars = (0..u32::try_from(types.symbols.vars.len()).unwrap_or(0)).into_par_iter().map(VarId);
    found.par_extend(vars.filter_map(|id| finder.variable(id)));
    found.par_extend(traces.par_iter().flat_map_iter(|trace| finder.locals(trace)));
    let promises = promises(contracts);
    for entry in &mut found {
        entry.promise = entry.map.declaration.and_then(|at| promises.get(&at)).cloned();
    }
    found
}

struct Finder<'a, 'p> {
    types: &'a Types<'p>,
    traces: &'a [Trace],
    uses: &'a AllUses,
    by_hand: &'a unsafe_shared::Uses<'a>,
    threads: &'a Threads,
}

impl Finder<'_, '_> {
    fn is_asked_for(&self, file: FileId) -> bool {
        let info = self.types.program.info(file);
        info.language == Language::Rust && info.requested
    }

    fn fields(&self, id: TypeId) -> Vec<Entry> {
        let (file, decl) = self.types.symbols.type_decl(self.types.program, id);
        if !self.is_asked_for(file) {
            return Vec::new();
        }
        let in_test = declared_in_test(self.types, file, decl.scope);
        let of_field = |(name, ty)| {
            let kept = self.types.kept(&ty)?;
            let declared = Declared::Field(id, name);
            let map = MapRef { ty: self.types.show(&ty), ..place::declared_ref(self.types, declared) };
            Some(self.entry(Holder::Declared(declared), map, &kept, Entry { scope: MapScope::Field.name(), in_test, ..self.blank(file) }))
        };
        self.types.fields(&TyKind::Named(id, Box::default())).into_iter().filter_map(of_field).collect()
    }

    fn variable(&self, id: VarId) -> Option<Entry> {
        let (file, decl) = self.types.symbols.var(self.types.program, id);
        let scope = match decl.kind {
            _ if !self.is_asked_for(file) => return None,
            VarKind::Constant => MapScope::Constant,
            VarKind::Static | VarKind::StaticMut | VarKind::ThreadLocal | VarKind::Variable => MapScope::Static,
        };
        let ty = self.types.var(id);
        let kept = self.types.kept(&ty)?;
        let declared = Declared::Static(id);
        let map = MapRef { ty: self.types.show(&ty), ..place::declared_ref(self.types, declared) };
        let in_test = declared_in_test(self.types, file, decl.scope);
        Some(self.entry(Holder::Declared(declared), map, &kept, Entry { scope: scope.name(), in_test, ..self.blank(file) }))
    }

    /// The local variables of a function that are maps of its own.
    fn locals(&self, trace: &Trace) -> Vec<Entry> {
        let (file, function) = self.types.symbols.function(self.types.program, trace.function);
        if !self.is_asked_for(file) {
            return Vec::new();
        }
        let locals = (0..function.body.locals.len()).map(LocalId::new);
        let variables = locals.filter(|local| function.body.local(*local).kind == LocalKind::Variable);
        let of_local = |local: LocalId| {
            let ty = trace.local_types.get(local.index())?;
            let named = trace.local_places.get(local.index()).is_some_and(Option::is_some);
            let kept = self.types.kept(ty).filter(|_| !named && !matches!(**ty, TyKind::Pointer(_)))?;
            let holder = Holder::Local(trace.function, local);
            // What becomes a field's or static's is told of there.
            if self.uses.of(holder).flows.iter().any(|other| matches!(other, Holder::Declared(_))) {
                return None;
            }
            let map = place::map_ref(self.types, file, function, &Place::local(local), ty);
            let in_test = in_test(self.types, file, function);
            Some(self.entry(holder, map, &kept, Entry { in_test, ..self.blank(file) }))
        };
        variables.filter_map(of_local).collect()
    }

    /// A local of a file of which nothing is known.
    fn blank(&self, file: FileId) -> Entry {
        Entry {
            language: Language::Rust,
            map: MapRef { name: String::new(), owner: String::new(), ty: String::new(), declaration: None },
            scope: MapScope::Local.name(),
            package: package(self.types, file),
            in_test: false,
            guard: None,
            uses: Vec::new(),
            threads: Vec::new(),
            sharing: Sharing::Alone,
            promise: None,
            life: None,
            unsized_fill: None,
            contested: false,
            layouts: None,
        }
    }

    fn entry(&self, holder: Holder, map: MapRef, kept: &Kept, entry: Entry) -> Entry {
        let ops = self.uses.of(holder).ops.into_iter().map(|(trace, access)| (&self.traces[trace], &self.traces[trace].accesses[access]));
        let ops: Vec<(&Trace, &Access)> = ops.collect();
        let by_type = guard_word(self.types, kept);
        let mut uses: Vec<Use> = ops.iter().map(|(trace, access)| self.use_of(trace, access, by_type.is_some())).collect();
        uses.sort();
        uses.dedup();
        let reaching = |(trace, access): &(&Trace, &Access)| self.threads.reaching(self.types, trace.function, access.detached);
        let mut starts: Vec<usize> = ops.iter().flat_map(reaching).copied().collect();
        starts.sort_unstable();
        starts.dedup();
        let threads: BTreeSet<String> = starts.iter().map(|start| self.threads.describe(self.types, *start, Vec::new()).root).collect();
        let sharing = if self.threads.apart(&starts, &starts).is_some() { Sharing::Shared } else { Sharing::Alone };
        let by_type =
            by_type.map(|name| Guard { name: name.to_owned(), held: uses.len(), uses: uses.len(), confidence: Confidence::Certain });
        let guard = by_type.or_else(|| match holder {
            Holder::Declared(declared) => unsafe_shared::guard(self.types, self.by_hand.get(&declared)?),
            Holder::Local(..) => None,
        });
        let layouts = layout::of_map(self.types, &kept.map);
        Entry { map, guard, uses, threads: threads.iter().map(|told| Name::from(told)).collect(), sharing, layouts, ..entry }
    }

    fn use_of(&self, trace: &Trace, access: &Access, guarded: bool) -> Use {
        let seen = access_snapshot(self.types, trace, access, None);
        let alone =
            !guarded && access.detached.is_none() && access.place.as_ref().is_some_and(|place| is_exclusive(self.types, trace, place));
        Use {
            location: seen.location,
            op: seen.op,
            function: Name::from(&seen.function),
            locks: seen.locks.into_iter().map(shown).collect(),
            alone,
            in_test: seen.in_test,
        }
    }
}

/// What the map's type has that keeps threads apart: the innermost lock around it, or the map itself.
fn guard_word(types: &Types<'_>, kept: &Kept) -> Option<&'static str> {
    let lock = kept.locks.iter().rev().find_map(|lock| match lock {
        TypeModelKind::Mutex | TypeModelKind::ReentrantMutex => Some("Mutex"),
        TypeModelKind::RwLock => Some("RwLock"),
        TypeModelKind::AsyncMutex => Some("async Mutex"),
        TypeModelKind::AsyncRwLock => Some("async RwLock"),
        TypeModelKind::AtomicCell => Some("atomic cell"),
        _ => None,
    });
    lock.or_else(|| match types.kind(&kept.map) {
        TypeModelKind::ShardedMap => Some("its shards"),
        TypeModelKind::ConcurrentMap => Some("the map itself"),
        _ => None,
    })
}
