//! Where a tree stands that is in no module, told by how its files import one another.
//!
//! Before modules, a package's import path was its folder's below `$GOPATH/src`, which nothing in the
//! tree says. But where files import `example.com/shop/store/index` and there is a folder
//! `store/index`, the tree is likely to be `example.com/shop`.

use super::libraries::has_host;
use rustc_hash::FxHashSet;
use std::collections::{BTreeMap, BTreeSet};

/// The import path of the folder that `folders` are relative to (with `/`, the folder itself left out),
/// as `imports` have it: the one that most of them agree on. `None` where fewer than two do, or as
/// many agree on another one.
pub(super) fn import_path<'a>(folders: &FxHashSet<&str>, imports: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let distinct: BTreeSet<&str> = imports.into_iter().filter(|path| has_host(path)).collect();
    let mut votes: BTreeMap<&str, Votes> = BTreeMap::new();
    for path in distinct {
        for (at, _) in path.match_indices('/').filter(|(at, _)| folders.contains(&path[at + 1..])) {
            let of_prefix = votes.entry(&path[..at]).or_default();
            of_prefix.imports += 1;
            // A long way that is there is less likely to be there by chance.
            of_prefix.segments += path[at..].matches('/').count();
        }
    }
    let mut ranked: Vec<(&str, Votes)> = votes.into_iter().filter(|(_, votes)| votes.imports > 1).collect();
    ranked.sort_by_key(|(path, votes)| (std::cmp::Reverse(votes.segments), *path));
    match &ranked[..] {
        [(_, first), (_, second), ..] if first.segments == second.segments => None,
        [(path, _), ..] => Some(path),
        [] => None,
    }
}

#[derive(Clone, Copy, Default)]
struct Votes {
    imports: usize,
    segments: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(folders: &[&str], imports: &[&'static str]) -> Option<&'static str> {
        import_path(&folders.iter().copied().collect(), imports.iter().copied())
    }

    #[test]
    fn what_most_imports_agree_on() {
        let folders = ["store", "store/index", "errors", "http"];
        let shop = ["example.com/shop/store", "example.com/shop/store/index"];
        assert_eq!(told(&folders, &shop), Some("example.com/shop"));
        let with_others = ["github.com/pkg/errors", "golang.org/x/errors", "net/http", shop[0], shop[1]];
        assert_eq!(told(&folders, &with_others), Some("example.com/shop"));
    }

    #[test]
    fn one_import_or_a_tie_says_nothing() {
        assert_eq!(told(&["errors"], &["github.com/pkg/errors"]), None);
        assert_eq!(told(&["a", "b"], &["x.org/p/a", "x.org/p/b", "x.org/q/a", "x.org/q/b"]), None);
        assert_eq!(told(&["a"], &[]), None);
        assert_eq!(told(&["http", "url"], &["net/http", "net/url"]), None);
    }
}
