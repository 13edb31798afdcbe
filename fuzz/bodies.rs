//! What each fuzz target does with its input: plain functions, which the ordinary tests run over the kept corpus
//! (`tests/it/fuzzed.rs`). None may panic, whatever the input.

use maplint::analysis::Stop;
use maplint::cache;
use maplint::config::{Choice, Flags, Settings};
use maplint::driver::{self, Reach, Request, Unkept};
use maplint::facts::{self, DirectiveKind, FileFacts, directive};
use maplint::frontend::{go as go_frontend, rust as rust_frontend};
use maplint::lsp::{Setup, serve};
use maplint::report::{Baseline, Progress};
use maplint::rules::RuleSet;
use maplint::source::{Options, Overlay, Replaced, discover};
use std::io::Cursor;
use std::num::NonZeroUsize;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, LazyLock};
use tempfile::TempDir;

/// A target by its name.
pub(crate) type Target = (&'static str, fn(&[u8]));

/// All of them.
pub(crate) const TARGETS: [Target; 10] = [
    ("go", go),
    ("rust", rust),
    ("analysis", analysis),
    ("contracts", contracts),
    ("config", config),
    ("rules", rules),
    ("baseline", baseline),
    ("cache", cache),
    ("patterns", patterns),
    ("lsp", lsp),
];

/// The rules that come with the tool: to load them takes longer than most inputs.
static RULES: LazyLock<driver::Rules> = LazyLock::new(|| driver::rules(&[]));

thread_local! {
    /// The folder that the one file of an input is written to.
    static FOLDER: TempDir = TempDir::new().expect("a folder can be made");
}

/// Go source: the facts of a file, as text, and what it declares for others.
pub(crate) fn go(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let text = text.to_owned();
    deep(move || {
        facts::dump(&go_frontend::lower(&text, "a.go"), &text);
        let mut outline = go_frontend::outline(&text, |_| true);
        let all: Vec<usize> = (0..outline.declarations().len()).collect();
        outline.read(&all);
        outline.finish();
    });
}

/// Rust source: the facts of a file in the oldest and the newest edition, as text.
pub(crate) fn rust(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let text = text.to_owned();
    deep(move || {
        for edition in [2015, 2024] {
            facts::dump(&rust_frontend::lower(&text, edition), &text);
        }
    });
}

/// A program of one file, Go or Rust by the first byte: from text to findings, with every rule and every map.
pub(crate) fn analysis(data: &[u8]) {
    let Some((first, text)) = data.split_first() else { return };
    let folder = Path::new("/no such folder");
    let (manifest, manifest_text, file) = match first % 2 {
        0 => ("go.mod", "module a\n\ngo 1.22\n", "a.go"),
        _ => ("Cargo.toml", "[package]\nname = \"a\"\nversion = \"0.0.0\"\nedition = \"2024\"\n", "src/lib.rs"),
    };
    let mut overlay = Overlay::default();
    overlay.put(folder.join(manifest), Replaced::By(Arc::from(manifest_text.as_bytes())));
    overlay.put(folder.join(file), Replaced::By(Arc::from(text)));
    let checked = checked(folder, &overlay);
    let fault = checked.gathered.problems.iter().find(|problem| problem.message.contains("please report it"));
    assert!(fault.is_none(), "{fault:?}");
}

/// What all rules find below a folder, with the texts of the overlay in it, and every map.
pub(crate) fn checked(folder: &Path, overlay: &Overlay) -> driver::Checked {
    let settings = Settings::new(Choice::Defaults, Flags::default(), &[], folder).expect("the defaults are well formed");
    let request = Request {
        paths: &[PathBuf::from("./...")],
        overlay,
        reach: Reach::All,
        rules: &RULES,
        settings: &settings,
        threads: Some(NonZeroUsize::MIN),
        stop: &Stop::default(),
        inventory: true,
        store: &Unkept,
    };
    driver::check(&request, &Progress::new(false))
}

/// A comment that may speak to the tool: an edit that mends it lies inside of it.
pub(crate) fn contracts(data: &[u8]) {
    let Ok(comment) = std::str::from_utf8(data) else { return };
    if let Some(DirectiveKind::MalformedContract { repair: Some(repair), .. }) = directive::parse(comment) {
        let repaired = comment.get(..repair.start as usize).zip(comment.get(repair.end as usize..));
        let (before, after) = repaired.expect("the edit lies between characters");
        let again = directive::parse(&[before, repair.text.as_str(), after].concat());
        assert!(!matches!(again, None | Some(DirectiveKind::MalformedContract { .. })), "{comment:?} is not mended: {again:?}");
    }
}

/// A `maplint.toml`.
pub(crate) fn config(data: &[u8]) {
    with_file("maplint.toml", data, |folder| {
        let path = folder.join("maplint.toml");
        if let Ok(settings) = Settings::new(Choice::File(&path), Flags::default(), &[], folder) {
            settings.unknown_names(&RULES.infos);
        }
    });
}

/// A rule file of a user.
pub(crate) fn rules(data: &[u8]) {
    with_file("a-rule.md", data, |folder| {
        if let Err(errors) = RuleSet::default().load_dir(folder, None) {
            errors.0.iter().for_each(|error| drop(error.problem.to_string()));
        }
    });
}

/// A baseline: what is read is written as it can be read.
pub(crate) fn baseline(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Ok(baseline) = Baseline::parse(text) {
        assert!(Baseline::parse(&baseline.text()).is_ok(), "{}", baseline.text());
    }
}

/// What the cache keeps, past the hash that guards it.
pub(crate) fn cache(data: &[u8]) {
    let data = data.to_owned();
    deep(move || drop(cache::unpacked::<FileFacts>(&data)));
}

/// Paths and package patterns of the command line, one a line, in a tree with both languages.
pub(crate) fn patterns(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let leads_out = |path: &&str| Path::new(path).components().any(|part| !matches!(part, Component::CurDir | Component::Normal(_)));
    let paths: Vec<String> = text.lines().filter(|path| !leads_out(path)).map(str::to_owned).collect();
    if paths.is_empty() {
        return;
    }
    let folder = Path::new("/no such folder");
    let mut overlay = Overlay::default();
    for (path, text) in [
        ("go.mod", "module example.com/a\n\ngo 1.22\n"),
        ("a.go", "package a\n"),
        ("b/c/b.go", "package c\n"),
        ("vendor/x/x.go", "package x\n"),
        ("testdata/t.go", "package t\n"),
        ("r/Cargo.toml", "[package]\nname = \"r\"\nversion = \"0.0.0\"\n"),
        ("r/src/lib.rs", "mod m;\n"),
        ("r/src/m.rs", ""),
    ] {
        overlay.put(folder.join(path), Replaced::By(Arc::from(text.as_bytes())));
    }
    let project = discover(&paths, folder, &Options { context: true, overlay });
    for path in &paths {
        project.asks_for(path);
    }
}

/// What a client of the language server sends: after a first byte, either bytes as they are, or messages, one a
/// line, once the server is initialised.
pub(crate) fn lsp(data: &[u8]) {
    let Some((first, rest)) = data.split_first() else { return };
    // Folders of this machine would be linted.
    if rest.windows(4).any(|part| part.eq_ignore_ascii_case(b"file")) && first % 2 == 0 {
        return;
    }
    let mut input = Vec::new();
    let mut send = |message: &[u8]| {
        input.extend_from_slice(format!("Content-Length: {}\r\n\r\n", message.len()).as_bytes());
        input.extend_from_slice(message);
    };
    if first % 2 == 0 {
        input.extend_from_slice(rest);
    } else {
        send(br#"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"capabilities":{}}}"#);
        send(br#"{"jsonrpc":"2.0","method":"initialized","params":{}}"#);
        rest.split(|byte| *byte == b'\n').for_each(&mut send);
    }
    let setup = Setup { rule_folders: Vec::new(), config: None, no_config: true, threads: Some(NonZeroUsize::MIN) };
    serve(Cursor::new(input), std::io::sink(), setup);
}

/// Runs on a folder with this file alone.
fn with_file(name: &str, data: &[u8], work: impl FnOnce(&Path)) {
    FOLDER.with(|folder| {
        let path = folder.path().join(name);
        std::fs::write(&path, data).expect("the file can be written");
        work(folder.path());
        std::fs::remove_file(&path).expect("the file is there");
    });
}

/// Runs on a stack as deep as the driver's threads have.
fn deep(work: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(128 << 20).spawn(work).expect("a thread can be started");
    if let Err(panic) = thread.join() {
        std::panic::resume_unwind(panic);
    }
}
