//! Files that are no text, or texts that end where they should not.

use super::{Tree, run};

const GO: &str = "package hostile\n\nfunc f() {\n\tm := map[string]int{}\n\tgo func() { m[\"a\"]++ }()\n\tm[\"b\"]++\n}\n";
const RUST: &str = "use std::collections::HashMap;\nuse std::sync::Mutex;\n\nfn f(m: &Mutex<HashMap<u8, u8>>) {\n    let held = m.lock().unwrap();\n    m.lock().unwrap().clear();\n}\n";

/// What is done to the bytes of a file, and what is told of it then.
type Change = (&'static str, fn(&str) -> Vec<u8>, &'static str, &'static str);

const CHANGES: [Change; 12] = [
    ("not UTF-8", |text| [text.as_bytes(), b"// \xff\xfe\n"].concat(), "not UTF-8", "not UTF-8"),
    ("cut in a character", |text| [text.as_bytes(), &"// größer".as_bytes()[..6]].concat(), "not UTF-8", "not UTF-8"),
    ("UTF-16", |text| ["\u{feff}", text].concat().encode_utf16().flat_map(u16::to_le_bytes).collect(), "not UTF-8", "not UTF-8"),
    ("with a mark", |text| ["\u{feff}", text].concat().into_bytes(), "`m` is", "which is held here"),
    ("with a mark in the middle", |text| text.replacen("\n\n", "\n\u{feff}\n", 1).into_bytes(), "", ""),
    ("CR LF", |text| text.replace('\n', "\r\n").into_bytes(), "`m` is", "which is held here"),
    ("CR only", |text| text.replace('\n', "\r").into_bytes(), "", "which is held here"),
    ("NUL at the end", |text| [text, "\0"].concat().into_bytes(), "", ""),
    ("NUL in a comment", |text| [text, "// \0\n"].concat().into_bytes(), "`m` is", "which is held here"),
    ("NUL after each line", |text| text.replace('\n', "\n\0").into_bytes(), "", ""),
    ("nothing but NUL", |_| vec![0; 1 << 16], "", ""),
    ("nothing", |_| Vec::new(), "", ""),
];

#[test]
fn that_are_no_text_are_told() {
    run(CHANGES.iter().flat_map(|(name, change, go, rust)| {
        [Tree::go(&format!("Go: {name}"), change(GO)).tells(go), Tree::rust(&format!("Rust: {name}"), change(RUST)).tells(rust)]
    }));
}

/// What runs over a sample cut off at each of its bytes: in one tree, so that a run has something to do.
#[test]
fn that_are_cut_off_at_any_byte_cost_only_themselves() {
    for (sample, kind) in [(GO, "go"), (RUST, "rs")] {
        let mut files = vec![];
        for end in 0..sample.len() {
            // A package or crate each, so that none is a second declaration of another.
            let (manifest, manifest_text, source) = match kind {
                "go" => ("go.mod", "module example.com/hostile\n\ngo 1.22\n".to_owned(), "a.go"),
                _ => ("Cargo.toml", format!("[package]\nname = \"h{end}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n"), "src/lib.rs"),
            };
            files.push((format!("hostile{end}/{manifest}"), manifest_text.into_bytes()));
            files.push((format!("hostile{end}/{source}"), sample.as_bytes()[..end].to_vec()));
        }
        let files = files.iter().map(|(path, bytes)| (path.as_str(), bytes.clone())).collect();
        run([Tree::of(&format!("{kind}: cut off at each byte"), files).tells("does not parse")]);
    }
}
