//! Embeds the rule files: writes a table of `rules/*.md` that the crate includes.
//!
//! A build script and not a macro, because Cargo builds again when a file is added to a folder that
//! a build script watches; a macro on stable Rust cannot ask for that.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=rules");
    let manifest = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("set by Cargo"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("set by Cargo"));
    fs::write(out.join("builtin_rules.rs"), table(&manifest.join("rules"))?)
}

/// The source of a slice of (path as shown in messages, text), sorted by path.
fn table(folder: &Path) -> io::Result<String> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".md") && name != "README.md" {
            names.push(name);
        }
    }
    names.sort();
    // The table says nothing of where the folder lies: it is part of the program's source, and so of its bytes.
    let rows = names.iter().map(|name| {
        let path = format!("rules/{name}");
        format!("    ({path:?}, include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {:?}))),\n", format!("/{path}"))
    });
    Ok(format!("&[\n{}]\n", rows.collect::<String>()))
}
