//! How a function can be entered from outside of what is seen: by another package, by a library that
//! calls it from many goroutines, told by the table's entries, or, where nothing names it, by nobody.
//!
//! An entry with names is a method of an interface, told by name and signature. One without is a
//! function type, told by signature alone: a function that takes what only a library's server hands
//! out, and that nobody in sight calls, is called by that server.

use super::names::{Names, Region};
use crate::analysis::ty::{FunctionId, Ty, TyKind};
use crate::facts::{EntryModel, Name, Runs};

/// The key of the table's entry that the function matches. `called`: somebody in sight calls it.
pub(super) fn of_function(names: &Names<'_>, id: FunctionId, called: bool) -> Option<String> {
    let (file, function) = names.symbols.function(names.program, id);
    let region = Region { file, scope: function.scope, params: &[] };
    let owner = function.owner.map(|owner| names.resolve(region, owner));
    let params = params_of(names, id, region);
    // In the library itself, what takes its types is no more a handler than anything else.
    let unit = names.program.info(file).unit.map(|unit| &names.program.units[unit.index()]);
    let of_library = |key: &str| unit.is_some_and(|unit| key.strip_prefix(unit.path.as_str()).is_some_and(|rest| rest.starts_with('.')));
    let is_entry = |key: &str, entry: &EntryModel| {
        if let Some(embeds) = &entry.embeds {
            return function.exported && begins(&params, entry) && owner.as_ref().is_some_and(|owner| has_embedded(names, owner, embeds));
        }
        if entry.registered {
            return false;
        }
        let named = entry.methods.iter().any(|method| method == function.name.as_str());
        match &owner {
            Some(owner) if named => has_params(&params, entry) && has_methods(names, owner, entry),
            _ => entry.methods.is_empty() && !called && has_params(&params, entry) && !of_library(key),
        }
    };
    names.entries(function.name).find(|(key, entry)| is_entry(key, entry)).map(|(key, _)| key.to_owned())
}

/// The key of the function by which a test goes on beside others, where the function is a test that does so: `go test`
/// knows tests by their names and files.
pub(super) fn of_parallel_test(names: &Names<'_>, id: FunctionId) -> Option<String> {
    let (file, function) = names.symbols.function(names.program, id);
    let is_test = names.program.info(file).test && function.owner.is_none() && function.name.starts_with("Test");
    let mut functions = names.library().functions.iter().filter(|_| is_test && function.params.len() == 1);
    functions.find(|(_, model)| model.parallel).map(|(key, _)| key.clone())
}

/// Whether an entry is a test that goes on beside others.
pub(super) fn is_parallel_test(names: &Names<'_>, key: &str) -> bool {
    names.library().functions.get(key).is_some_and(|model| model.parallel)
}

/// A library calls both entries from one goroutine: functions of a type that it calls one at a time, or
/// methods of one interface on the same type, one of which is not called beside the others.
pub(super) fn of_one_object(names: &Names<'_>, (one, key): (FunctionId, &str), (two, other): (FunctionId, &str)) -> bool {
    let entry = |key: &str| names.library().entries.get(key);
    let (Some(first), Some(second)) = (entry(key), entry(other)) else { return false };
    if interface_of(key) != interface_of(other) || !first.serial && !second.serial {
        return false;
    }
    let owner = |id: FunctionId| {
        let (file, function) = names.symbols.function(names.program, id);
        Some(names.deref(&names.resolve(Region { file, scope: function.scope, params: &[] }, function.owner?)))
    };
    first.methods.is_empty() || owner(one) == owner(two)
}

/// A key is the path of an interface; where its methods have other parameters than each other, a method
/// follows.
fn interface_of(key: &str) -> &str {
    key.split(' ').next().unwrap_or(key)
}

/// Whether the method is one that a library calls on an object that is handed to `to`: a function or
/// type of the library, by path.
pub(super) fn is_served(names: &Names<'_>, id: FunctionId, to: &str) -> bool {
    let (file, function) = names.symbols.function(names.program, id);
    let params = params_of(names, id, Region { file, scope: function.scope, params: &[] });
    let named = |entry: &EntryModel| {
        let is = |method: &String| method == function.name.as_str() || method == "*" && function.exported;
        entry.methods.iter().any(is)
    };
    let fits = |key: &str, entry: &EntryModel| {
        // What is called one at a time, only its own library calls so.
        let known = !entry.registered && !entry.serial || is_of_package(key, to);
        known && (entry.registered && entry.params.is_empty() || has_params(&params, entry))
    };
    names.library().entries.iter().any(|(key, entry)| named(entry) && fits(key, entry))
}

/// Whether a function of this name, whose first argument has that type, hands its second argument to a
/// server of a library: generated code has one for each service.
pub(super) fn registers(names: &Names<'_>, function: &str, server: &Ty) -> bool {
    let of_form = |form: &str| is_of_form(function, form);
    let mut fitting = names.registered_entries().iter().filter(|(_, entry)| entry.registers.as_deref().is_some_and(of_form)).peekable();
    if fitting.peek().is_none() {
        return false;
    }
    let server = shown(names, server);
    fitting.any(|(key, _)| interface_of(key) == server)
}

/// Whether the method looks like one of a service that generated code describes: it takes a context and
/// messages, or a stream, and returns an error last.
pub(super) fn serves_requests(names: &Names<'_>, id: FunctionId) -> bool {
    let (file, function) = names.symbols.function(names.program, id);
    let region = Region { file, scope: function.scope, params: &[] };
    let params = params_of(names, id, region);
    let in_context = params.len() > 1 && params.first().is_some_and(|first| is_context(first));
    let streams = params.last().is_some_and(|last| last.ends_with("Server")) && function.results.len() == 1;
    function.exported && names.returns_error(id) && (in_context || streams)
}

fn is_context(path: &str) -> bool {
    matches!(path, "context.Context" | "golang.org/x/net/context.Context")
}

/// Whether a name has the form `Prefix*Suffix`, with something in between or nothing.
fn is_of_form(name: &str, form: &str) -> bool {
    let (prefix, suffix) = form.split_once('*').unwrap_or((form, ""));
    name.len() >= prefix.len() + suffix.len() && name.starts_with(prefix) && name.ends_with(suffix)
}

/// Whether a function or type is of the package of an interface, all by path.
fn is_of_package(interface: &str, path: &str) -> bool {
    let package = interface_of(interface).rsplit_once('.').map_or("", |(package, _)| package);
    path.strip_prefix(package).is_some_and(|rest| rest.starts_with('.'))
}

/// The types of a function's parameters, as the table writes them.
fn params_of(names: &Names<'_>, id: FunctionId, region: Region<'_>) -> Vec<String> {
    let (_, function) = names.symbols.function(names.program, id);
    let types = function.params.iter().filter_map(|param| function.body.local(*param).ty);
    types.map(|ty| shown(names, &names.resolve(region, ty))).collect()
}

fn shown(names: &Names<'_>, param: &Ty) -> String {
    names.show_path(&names.deref(param))
}

/// The key of the entry whose function type is that of a function literal with these parameters, and
/// how it is run.
pub(super) fn of_closure(names: &Names<'_>, params: &[Ty]) -> Option<(Name, Runs)> {
    let mut entries =
        names.library().entries.iter().filter(|(_, entry)| entry.methods.is_empty() && entry.embeds.is_none() && !entry.registered);
    let params: Vec<String> = params.iter().map(|ty| shown(names, ty)).collect();
    let (key, entry) = entries.find(|(_, entry)| has_params(&params, entry))?;
    let runs = match () {
        () if entry.main => Runs::Main,
        () if entry.serial => Runs::Thread,
        () => Runs::Many,
    };
    Some((Name::from(key), runs))
}

fn has_params(params: &[String], entry: &EntryModel) -> bool {
    let said = !entry.params.is_empty() || !entry.with.is_empty();
    said && params.len() == entry.params.len() && begins(params, entry)
}

/// The type has the other methods that tell it.
fn has_methods(names: &Names<'_>, owner: &Ty, entry: &EntryModel) -> bool {
    match &*names.deref(owner) {
        TyKind::Named(id, _) => entry.with.iter().all(|method| names.method(*id, Name::from(method)).is_some()),
        _ => false,
    }
}

/// The first parameters are those of the entry.
fn begins(params: &[String], entry: &EntryModel) -> bool {
    params.len() >= entry.params.len() && entry.params.iter().zip(params).all(|(wanted, shown)| wanted == "*" || wanted == shown)
}

/// The struct embeds a type whose name has the form `Prefix*Suffix`.
fn has_embedded(names: &Names<'_>, owner: &Ty, form: &str) -> bool {
    let is_type = |ty: &Ty| matches!(&*names.deref(ty), TyKind::Named(..) | TyKind::Library(..));
    names.struct_fields(owner).iter().any(|field| field.embedded && is_type(&field.ty) && is_of_form(&field.name, form))
}

/// The arguments that belong to whoever calls the function from out of sight (bits, receiver 0): of a
/// decoder's method the object that it fills.
pub(super) fn owned_by_unseen(names: &Names<'_>, id: FunctionId) -> u64 {
    let (_, function) = names.symbols.function(names.program, id);
    let decodes = || names.library().decoders.values().any(|method| method == function.name.as_str());
    u64::from(function.receiver.is_some() && decodes())
}

/// A free function, or a method of a type that other packages can name.
pub(super) fn has_exported_owner(names: &Names<'_>, id: FunctionId) -> bool {
    let (file, function) = names.symbols.function(names.program, id);
    let Some(owner) = function.owner else { return true };
    match &*names.deref(&names.resolve(Region { file, scope: function.scope, params: &[] }, owner)) {
        TyKind::Named(id, _) => names.symbols.type_decl(names.program, *id).1.exported,
        _ => true,
    }
}
