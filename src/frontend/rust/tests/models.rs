//! The library table.

use crate::facts::{Effect, Returns, TypeModelKind};
use crate::frontend::rust::library;

#[test]
fn the_table_is_read_and_its_references_hold() {
    let library = library();
    for (path, model) in &library.types {
        if let Some(like) = &model.like {
            assert!(library.types.contains_key(like), "{path} is like the unknown {like}");
        }
        let map = matches!(
            model.kind,
            TypeModelKind::HashMap | TypeModelKind::OrderedMap | TypeModelKind::ShardedMap | TypeModelKind::ConcurrentMap
        );
        assert_eq!(map, model.key.is_some(), "{path}");
    }
    for (path, model) in &library.functions {
        let keys = model.runs.keys().chain(model.gives.keys());
        assert!(keys.into_iter().all(|key| key.parse::<usize>().is_ok()), "{path}");
    }
}

#[test]
fn every_type_finds_the_methods_that_it_is_like() {
    let library = library();
    for path in library.types.keys() {
        let mut at = path;
        for _ in 0..4 {
            let Some(next) = library.types.get(at).and_then(|model| model.like.as_ref()) else { break };
            at = next;
        }
        assert!(library.types[at].like.is_none(), "{path}: a chain of `like` that is too long, or a circle");
    }
}

#[test]
fn guards_are_what_rules_rely_on() {
    let library = library();
    let method = |ty: &str, name: &str| &library.types[ty].methods[name];
    assert_eq!(method("dashmap::DashMap", "entry").returns, Returns::Guard);
    assert_eq!(method("dashmap::DashMap", "get").returns, Returns::SharedGuard);
    assert_eq!(method("dashmap::DashMap", "len").effect, Effect::Len);
    assert_eq!(method("std::sync::RwLock", "read").effect, Effect::RLock);
    assert_eq!(method("std::option::Option", "map").returns, Returns::Copy);
    assert!(
        library.types["papaya::HashMap"].methods.values().all(|method| !matches!(method.returns, Returns::Guard | Returns::SharedGuard))
    );
    assert!(library.functions["drop"].drops);
}
