//! The paths of the command line, for a tree that may not have them.

use super::disk::{Disk, join};
use super::overlay::Overlay;
use super::pattern;
use std::path::Path;

/// `paths` for `tree`, of which `other` is compared with it: one that is in the other alone (a file that is
/// new, or deleted) stands for the module that it was in, or at `root`, where the repository is, for all.
pub fn paths_in(paths: &[String], cwd: &Path, tree: &Overlay, other: &Overlay, root: &Path) -> Vec<String> {
    let cwd = join(cwd, ".");
    let (tree, other) = (Disk::new(cwd.clone(), tree.clone()), Disk::new(cwd, other.clone()));
    paths
        .iter()
        .map(
            |path| {
                if pattern::is_there(path, &tree) || !pattern::is_there(path, &other) { path.clone() } else { around(path, &tree, root) }
            },
        )
        .collect()
}

/// The module that `path` would be in, with all below it.
fn around(path: &str, tree: &Disk, root: &Path) -> String {
    let path = join(tree.cwd(), path);
    let is_module = |folder: &&Path| ["go.mod", "Cargo.toml"].iter().any(|file| tree.is_file(&folder.join(file)));
    let module = path.ancestors().skip(1).take_while(|folder| folder.starts_with(root)).find(is_module);
    module.unwrap_or(root).join("...").to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::super::overlay::Replaced;
    use super::*;

    #[test]
    fn what_one_tree_has_stands_for_its_module_in_the_other() {
        let tree = |files: &[&str]| {
            let mut overlay = Overlay::default();
            files.iter().for_each(|file| overlay.put(Path::new("/nowhere/r").join(file), Replaced::ByAny));
            overlay
        };
        let old = tree(&["m/go.mod", "m/a/a.go", "c/Cargo.toml", "c/src/lib.rs", "x.go"]);
        let new = tree(&["m/go.mod", "m/b/new/b.go", "c/Cargo.toml", "x.go"]);
        let root = Path::new("/nowhere/r");
        let paths = ["m/a/a.go", "m/b/new/b.go", "m/b/...", "c/src/lib.rs", "x.go", "none.go"].map(str::to_owned);
        let in_old = paths_in(&paths, root, &old, &new, root);
        assert_eq!(in_old, ["m/a/a.go", "/nowhere/r/m/...", "/nowhere/r/m/...", "c/src/lib.rs", "x.go", "none.go"]);
        let in_new = paths_in(&paths, root, &new, &old, root);
        assert_eq!(in_new, ["/nowhere/r/m/...", "m/b/new/b.go", "m/b/...", "/nowhere/r/c/...", "x.go", "none.go"]);
        assert_eq!(paths_in(&["gone/y.go".to_owned()], root, &tree(&["x.go"]), &tree(&["gone/y.go"]), root), ["/nowhere/r/..."]);
    }
}
