//! Links, pipes, sockets, devices, what may not be read, what goes while it is read, and names that a terminal would
//! obey.

use super::{Limits, SMALL, check, maplint_within};
use std::ffi::OsStr;
use std::fs;
use std::io::Write as _;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

const GO: &str = "package hostile\n\nfunc f() {\n\tm := map[string]int{}\n\tgo func() { m[\"a\"]++ }()\n\tm[\"b\"]++\n}\n";

/// A folder `hostile` with a module, filled by `fill`.
fn place(name: &str, told: &str, fill: impl FnOnce(&Path)) {
    let folder = TempDir::new().expect("a folder can be made");
    let hostile = folder.path().join("hostile");
    fs::create_dir(&hostile).expect("the folder can be made");
    fs::write(hostile.join("go.mod"), "module example.com/hostile\n\ngo 1.22\n").expect("written");
    fs::write(hostile.join("a.go"), GO).expect("written");
    fill(&hostile);
    let fault = check(name, folder.path(), told, SMALL);
    assert!(fault.is_none(), "{fault:?}");
}

fn link(to: impl AsRef<Path>, at: impl AsRef<Path>) {
    symlink(to, at).expect("the link can be made");
}

/// A pipe that nobody writes into.
fn pipe(at: &Path) {
    let made = Command::new("mkfifo").arg(at).status().expect("mkfifo runs");
    assert!(made.success());
}

#[test]
fn links_in_circles_are_passed_over() {
    place("circles", "`m` is", |hostile| {
        link(".", hostile.join("self"));
        link("..", hostile.join("up"));
        link("b", hostile.join("c"));
        link("c", hostile.join("b"));
        link("loop.go", hostile.join("loop.go"));
        link("one.go", hostile.join("two.go"));
        link("two.go", hostile.join("one.go"));
        link("go.work", hostile.join("go.work"));
        link("maplint.toml", hostile.join("maplint.toml"));
        fs::create_dir_all(hostile.join("r/src")).expect("the folder can be made");
        link("Cargo.toml", hostile.join("r/Cargo.toml"));
        link("lib.rs", hostile.join("r/src/lib.rs"));
    });
}

#[test]
fn links_out_of_the_tree_are_no_way_out() {
    let outside = TempDir::new().expect("a folder can be made");
    fs::write(outside.path().join("secret.go"), "package secret\n\nfunc f() {\n").expect("written");
    place("out", "`m` is", |hostile| {
        link(outside.path(), hostile.join("folder"));
        link("/", hostile.join("root"));
        link("/proc/self", hostile.join("process"));
        link("/dev", hostile.join("devices"));
        link("/dev/zero", hostile.join("zero.go"));
        link("/dev/zero", hostile.join("go.work"));
        link("/dev/random", hostile.join("maplint.toml"));
        link("/proc/self/mem", hostile.join("memory.go"));
        link("/no such file", hostile.join("nothing.go"));
    });
}

#[test]
fn pipes_sockets_and_devices_are_not_opened() {
    place("pipes", "`m` is", |hostile| {
        for name in ["pipe.go", "go.work", "maplint.toml"] {
            pipe(&hostile.join(name));
        }
        fs::create_dir_all(hostile.join("r/src")).expect("the folder can be made");
        pipe(&hostile.join("r/Cargo.toml"));
        pipe(&hostile.join("r/src/lib.rs"));
        UnixListener::bind(hostile.join("socket.go")).expect("a socket can be made");
        fs::create_dir(hostile.join("folder.go")).expect("the folder can be made");
    });
}

#[test]
fn manifests_that_lead_out_read_nothing_there() {
    place("manifests", "`m` is", |hostile| {
        fs::write(hostile.join("go.work"), "go 1.22\n\nuse (\n\t.\n\t/\n\t/dev\n\t/proc\n\t../../../../..\n)\n").expect("written");
        fs::create_dir_all(hostile.join("r/src")).expect("the folder can be made");
        let manifest = "[package]\nname = \"r\"\nversion = \"0.0.0\"\nworkspace = \"/dev\"\n[dependencies]\na = { path = \"/\" }\nb = { path = \"/proc/self\" }\n[lib]\npath = \"/dev/zero\"\n";
        fs::write(hostile.join("r/Cargo.toml"), manifest).expect("written");
        let modules = "#[path = \"/dev/zero\"]\nmod a;\n#[path = \"../../../../../../dev/stdin\"]\nmod b;\n#[path = \"\"]\nmod c;\n#[path = \"\\0\"]\nmod d;\n";
        fs::write(hostile.join("r/src/main.rs"), modules).expect("written");
    });
}

#[test]
fn what_may_not_be_read_is_told() {
    // Root reads all.
    let own = TempDir::new().and_then(|folder| fs::metadata(folder.path())).expect("a folder can be made");
    let told = if own.uid() == 0 { "" } else { "cannot be read: permission denied" };
    place("unreadable", told, |hostile| {
        fs::create_dir(hostile.join("shut")).expect("the folder can be made");
        fs::write(hostile.join("shut/b.go"), GO).expect("written");
        fs::write(hostile.join("shut.go"), GO).expect("written");
        for path in ["shut", "shut.go"] {
            fs::set_permissions(hostile.join(path), fs::Permissions::from_mode(0o000)).expect("set");
        }
    });
}

/// What a terminal would obey, and what is no text.
const NAMES: [&[u8]; 7] =
    [b"a\nb.go", b"\x1b[2J\x1b[31m.go", b"\x1b]0;title\x07.go", b"\xff\xfe.go", "\u{202e}og.go".as_bytes(), b"\x9b2J.go", b"\r\t\x7f.go"];

/// The formats that a person reads.
const FORMATS: [&str; 8] = ["full", "concise", "json", "ndjson", "sarif", "github", "gitlab", "checkstyle"];

#[test]
fn no_report_passes_a_name_on_as_it_is() {
    let folder = TempDir::new().expect("a folder can be made");
    fs::write(folder.path().join("go.mod"), "module example.com/a\n\ngo 1.22\n").expect("written");
    for (number, name) in NAMES.iter().enumerate() {
        let inner = folder.path().join(OsStr::from_bytes(name));
        fs::create_dir(&inner).expect("the folder can be made");
        let text = format!(
            "package a\n\nfunc f() {{\n\tm := map[string]int{{}}\n\tgo func() {{ m[\"\x1b[2J\u{9b}\u{202e}\"]++ }}()\n\tm[\"b\"]++\n}} // {number}\n"
        );
        fs::write(inner.join(OsStr::from_bytes(name)), text).expect("written");
        let mut broken = fs::File::create(inner.join("broken.go")).expect("made");
        broken.write_all(b"package a\n\nfunc \x1b[2J( {\n").expect("written");
    }
    for format in FORMATS {
        let ended = maplint_within(folder.path(), &["--format", format, "--min-severity", "note", "./..."], Limits { ..SMALL });
        assert_eq!(ended.code, Some(1), "{format}: {}", ended.stderr);
        let shown = [String::from_utf8_lossy(&ended.stdout).into_owned(), ended.stderr].concat();
        let harmful = |character: char| character.is_control() && character != '\n' && character != '\t' || character == '\u{202e}';
        assert!(!shown.contains(harmful), "{format}: {:?}", shown.split('\n').find(|line| line.contains(harmful)));
        assert!(shown.contains("m[") || !["full"].contains(&format), "{format}");
    }
}
