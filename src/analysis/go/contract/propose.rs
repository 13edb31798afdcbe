//! Promises that the code keeps without having made them.
//!
//! A map is proposed for what all its uses in sight agree on, and for no more than the judge of promises would find
//! kept: a lock that it can name, held at each use, or no write after construction. Maps that others can name, and
//! maps that leave, are passed over: who else uses them is not seen.

use super::attach::Covered;
use super::guard;
use super::{Judge, Promise, written};
use crate::analysis::go::conflict::guard_of;
use crate::analysis::go::context::Whole;
use crate::analysis::go::names::Names;
use crate::analysis::go::place::{Slot, SlotBase};
use crate::analysis::go::site::{Site, Sites};
use crate::analysis::go::text;
use crate::analysis::promise::Proposal;
use crate::analysis::ty::{self, Ty, TyKind};
use crate::facts::{Contract, Name};
use crate::source::{FileId, Language, Location};
use rustc_hash::FxHashSet;

/// So many uses under a lock are no accident.
const ENOUGH_USES: usize = 2;

/// The promises that maps without one could carry, in the order of their declarations. `globals` are the types of
/// package variables by id.
pub(in crate::analysis::go) fn proposals(whole: Whole<'_>, globals: &[Ty], sites: &Sites<'_>) -> Vec<Proposal> {
    let names = whole.names;
    let read = super::promises(names, globals, sites);
    let promised: FxHashSet<SlotBase> = read.promises.iter().flat_map(Promise::bases).chain(read.unread.iter().copied()).collect();
    let leaving: FxHashSet<SlotBase> =
        whole.effects.iter().flat_map(|effects| &effects.escapes).map(|escape| escape.access.slot.base).collect();
    let mut bases: Vec<SlotBase> = sites.keys().map(|slot| slot.base).collect();
    bases.dedup();
    let open = bases.into_iter().filter(|base| !promised.contains(base) && !leaving.contains(base));
    let mut found: Vec<Proposal> = open.filter_map(|base| proposal(whole, globals, sites, base)).collect();
    found.sort_by_key(|proposal| proposal.map.declaration);
    found
}

fn proposal(whole: Whole<'_>, globals: &[Ty], sites: &Sites<'_>, base: SlotBase) -> Option<Proposal> {
    let names = whole.names;
    let declared = text::declaration(names, Slot::new(base)).filter(|at| is_open(names, *at))?;
    let ty = declared_type(names, globals, base).filter(|ty| matches!(&*names.underlying(ty), TyKind::Map(..)))?;
    let covered = Covered::Declared(base, ty);
    let main = sites.get(&Slot::new(base)).map_or(&[][..], Vec::as_slice);
    let uses: Vec<&Site<'_>> = main.iter().filter(|site| !site.in_test).collect();
    let writes = uses.iter().filter(|site| site.access.op.writes()).count();
    let (contract, evidence) = if writes == 0 {
        let reads = uses.len();
        let evidence = format!("nothing writes it once it is made; {}", counted(reads, "use reads it", "uses read it"));
        (Contract { safe: true, init_only: true, ..Contract::default() }, evidence)
    } else {
        let guard = guard_of(Slot::new(base), &uses).filter(|guard| guard.held >= ENOUGH_USES)?;
        let name = name_from(names, guard.slot()?, base)?;
        let evidence = format!("`{name}` is held at all {} uses, {}", uses.len(), counted(writes, "of which writes", "of which write"));
        (Contract { safe: true, guarded_by: Some(name), ..Contract::default() }, evidence)
    };
    let map = text::map_ref(names, Slot::new(base), &ty);
    (!uses.is_empty() && is_kept(whole, globals, sites, (declared, &contract), &covered)).then(|| Proposal {
        language: Language::Go,
        map,
        text: written(&contract),
        evidence,
    })
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Whether every use of the map keeps the promise, whatever it can meet.
fn is_kept(whole: Whole<'_>, globals: &[Ty], sites: &Sites<'_>, (at, contract): (Location, &Contract), covered: &Covered) -> bool {
    let names = whole.names;
    let guard = contract.guarded_by.map(|name| guard::resolve(names, globals, at.file, covered, name));
    let guard = match guard {
        Some(Ok(guard)) if guard.known => Some(guard),
        Some(_) => return false,
        None => None,
    };
    let promise = Promise { at, contract, covered: vec![covered.clone()], by_type: false };
    let judge = Judge { whole, sites, promise: &promise, covered, guard: guard.as_ref() };
    let keeps = |slot: Slot, site: &Site<'_>| {
        let writes = site.access.op.writes();
        let held = guard.as_ref().map(|guard| guard.held(slot, site).is_some_and(|exclusive| exclusive || !writes));
        !site.access.uncertain && held.unwrap_or(!writes)
    };
    let by_all = judge.storages().iter().all(|(slot, sites)| sites.iter().all(|site| keeps(*slot, site)));
    by_all && judge.subjects().iter().all(|subject| subject.broken_by.is_none() && subject.stale.is_empty())
}

/// A file that is asked for, and that people write: no test, nothing generated.
fn is_open(names: &Names<'_>, at: Location) -> bool {
    let info = names.program.info(at.file);
    info.requested && !info.test && !names.program.file(at.file).generated && !names.serves_tests(at.file)
}

/// The type of a field or package variable that nobody outside of what is checked can name.
fn declared_type(names: &Names<'_>, globals: &[Ty], base: SlotBase) -> Option<Ty> {
    match base {
        SlotBase::Field(owner, name) => {
            let (file, decl) = names.symbols.type_decl(names.program, owner);
            let own: Ty = ty::named(owner);
            let field = names.struct_fields(&own).iter().find(|field| field.name == name)?.ty;
            let named = decl.exported && name.starts_with(char::is_uppercase);
            (!named || is_closed(names, file)).then_some(field)
        }
        SlotBase::Global(var) => {
            let (file, decl) = names.symbols.var(names.program, var);
            let named = decl.name.starts_with(char::is_uppercase);
            let ty = *globals.get(var.0 as usize)?;
            (!named || is_closed(names, file)).then_some(ty)
        }
        _ => None,
    }
}

/// No package outside of the module can import this one.
fn is_closed(names: &Names<'_>, file: FileId) -> bool {
    let unit = names.program.info(file).unit.map(|unit| &names.program.units[unit.index()]);
    unit.is_some_and(|unit| unit.is_main || unit.path.split('/').any(|part| part == "internal"))
}

/// The lock as a promise at the map names it: a field beside the map, or a variable of its package.
fn name_from(names: &Names<'_>, lock: Slot, map: SlotBase) -> Option<Name> {
    match (lock.base, map) {
        _ if lock.elements > 0 => None,
        (SlotBase::Field(owner, name), SlotBase::Field(of_map, _)) if owner == of_map => Some(name),
        (SlotBase::Global(var), _) => {
            let (file, decl) = names.symbols.var(names.program, var);
            let at = text::declaration(names, Slot::new(map))?;
            (names.program.info(file).unit == names.program.info(at.file).unit).then_some(decl.name)
        }
        _ => None,
    }
}
