//! The language server in the hands of a client: whole sessions over the protocol, with the built binary.

use crate::support::client;
use crate::support::write_tree;
use assert_cmd::cargo::cargo_bin;
use client::{Client, uri};
use serde_json::{Value, json};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const RACY: &str = "\
package visits

import \"sync\"

type Counter struct {
	mu sync.Mutex
	n  map[string]int
}

func (c *Counter) Add(page string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n[page]++
}

func (c *Counter) Forget(page string) {
	/* 𝄞ß */ delete(c.n, page)
}
";

fn locked() -> String {
    RACY.replace("\t/* 𝄞ß */ delete(", "\tc.mu.Lock()\n\tdefer c.mu.Unlock()\n\tdelete(")
}

/// A module with one file, `a/a.go`.
fn module(text: &str) -> (TempDir, PathBuf) {
    let folder = TempDir::new().expect("a folder can be made");
    write_tree(folder.path(), &format!("//- go.mod\nmodule example.com/visits\n\ngo 1.22\n//- a/a.go\n{text}"));
    // Where the temporary folder is a link, the server is told where it leads.
    let root = folder.path().canonicalize().expect("it is there");
    (folder, root.join("a/a.go"))
}

fn rich() -> Value {
    json!({
        "textDocument": { "publishDiagnostics": { "relatedInformation": true, "versionSupport": true } },
        "workspace": { "workspaceEdit": { "documentChanges": true }, "didChangeWatchedFiles": { "dynamicRegistration": true } },
        "window": { "workDoneProgress": true },
    })
}

fn root_of(file: &Path) -> &Path {
    file.parent().and_then(Path::parent).expect("the file is in a folder of the root")
}

fn open(file: &Path, capabilities: Value) -> Client {
    Client::open(&cargo_bin("maplint"), &[root_of(file)], capabilities)
}

fn codes(diagnostics: &[Value]) -> Vec<&str> {
    diagnostics.iter().map(|diagnostic| diagnostic["code"].as_str().unwrap_or_default()).collect()
}

fn range(line: u32, start: u32, end: u32) -> Value {
    json!({ "start": { "line": line, "character": start }, "end": { "line": line, "character": end } })
}

/// The text with the one edit that an action makes of it, in UTF-16 columns.
fn applied(text: &str, action: &Value) -> String {
    let edits = &action["edit"]["documentChanges"][0]["edits"];
    let edit = &edits[0];
    assert_eq!(edits.as_array().map(Vec::len), Some(1), "{action:#}");
    let offset = |at: &Value| {
        let (line, column) = (at["line"].as_u64().expect("a line") as usize, at["character"].as_u64().expect("a column") as usize);
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        let mut units = 0;
        for (at, character) in text[start..].char_indices() {
            if units >= column {
                return start + at;
            }
            units += character.len_utf16();
        }
        text.len()
    };
    let (start, end) = (offset(&edit["range"]["start"]), offset(&edit["range"]["end"]));
    format!("{}{}{}", &text[..start], edit["newText"].as_str().expect("a text"), &text[end..])
}

fn titled<'a>(actions: &'a [Value], part: &str) -> &'a Value {
    actions
        .iter()
        .find(|action| action["title"].as_str().is_some_and(|title| title.contains(part)))
        .unwrap_or_else(|| panic!("{actions:#?}"))
}

#[test]
fn a_session_from_the_first_message_to_the_last() {
    let (_folder, file) = module(RACY);
    let mut client = Client::start(&cargo_bin("maplint"), &["--stdio"]);
    let answer = client.initialize(&[root_of(&file)], rich());
    assert_eq!(answer["serverInfo"]["name"], "maplint");
    assert_eq!(answer["capabilities"]["positionEncoding"], "utf-16");
    let create = client.wait_for("a token", |message| message["method"] == "window/workDoneProgress/create");
    client.respond(&create["id"], Value::Null);
    let register = client.wait_for("a registration", |message| message["method"] == "client/registerCapability");
    client.respond(&register["id"], Value::Null);

    // What is on the disk is shown before anything is open.
    let found = client.diagnostics(&file);
    assert_eq!(codes(&found), ["unguarded-map-write"]);
    let race = &found[0];
    assert_eq!(race["range"], range(16, 18, 21), "`c.n` stands behind two characters of three UTF-16 units: {race:#}");
    assert_eq!((race["severity"].as_u64(), race["source"].as_str()), (Some(1), Some("maplint")));
    assert!(race["message"].as_str().is_some_and(|message| message.contains("\nhelp: hold `c.mu`")), "{race:#}");
    let related = race["relatedInformation"].as_array().expect("the other side");
    assert!(related.iter().any(|other| other["location"] == json!({ "uri": uri(&file), "range": range(12, 1, 4) })), "{race:#}");

    // An edit that nobody has saved mends it, and the next one breaks it again.
    client.did_open(&file, RACY);
    assert_eq!(codes(&client.diagnostics(&file)), ["unguarded-map-write"]);
    client.did_change(&file, &locked());
    assert_eq!(client.diagnostics(&file), [Value::Null; 0]);
    client.did_change(&file, RACY);
    assert_eq!(codes(&client.diagnostics(&file)), ["unguarded-map-write"]);
    assert_eq!(std::fs::read_to_string(&file).expect("it is there"), RACY, "the server writes nothing");

    // A suppression, applied by the client.
    let actions = client.actions(&file, &race["range"]);
    let silence = titled(&actions, "silence `unguarded-map-write`");
    assert_eq!(silence["kind"], "quickfix");
    assert_eq!(silence["edit"]["documentChanges"][0]["textDocument"], json!({ "uri": uri(&file), "version": 3 }));
    let silenced = applied(RACY, silence);
    assert_eq!(silenced, RACY.replace("\t/* 𝄞", "\t//maplint:ignore unguarded-map-write\n\t/* 𝄞"));
    client.did_change(&file, &silenced);
    assert_eq!(codes(&client.diagnostics(&file)), ["unexplained-suppression"]);

    // Closed, the text on the disk counts.
    client.did_close(&file);
    assert_eq!(codes(&client.diagnostics(&file)), ["unguarded-map-write"]);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn a_promise_and_what_is_known_of_a_map() {
    let (_folder, file) = module(&locked());
    let mut client = open(&file, rich());
    client.did_open(&file, &locked());
    assert_eq!(client.diagnostics(&file), [Value::Null; 0]);

    let hover = |client: &mut Client, line: u32, character: u32| {
        let params = json!({ "textDocument": { "uri": uri(&file) }, "position": { "line": line, "character": character } });
        client.request("textDocument/hover", params)
    };
    let declared = hover(&mut client, 6, 1);
    let text = declared["contents"]["value"].as_str().expect("there is something to say").to_owned();
    for part in
        ["**map** `Counter.n`: `map[string]int`", "guard: `Counter.mu`, at all of its uses", "written in: `Counter.Add`, `Counter.Forget`"]
    {
        assert!(text.contains(part), "{text}");
    }
    assert_eq!(hover(&mut client, 12, 3)["contents"], declared["contents"], "the same at a use");
    assert_eq!(hover(&mut client, 0, 3), Value::Null);

    let actions = client.actions(&file, &range(6, 1, 1));
    let promise = titled(&actions, "promise `CONCURRENCY_SAFE: true guarded_by=mu`");
    assert_eq!(promise["kind"], "refactor.rewrite");
    let promised = applied(&locked(), promise);
    assert!(promised.contains("\tn  map[string]int // CONCURRENCY_SAFE: true guarded_by=mu\n"), "{promised}");
    // It is held against the code at once.
    client.did_change(&file, &promised.replace("\tc.mu.Lock()\n\tdefer c.mu.Unlock()\n\tdelete(", "\tdelete("));
    client.diagnostics_once(&file, |found| codes(found).contains(&"broken-concurrency-contract"));
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn a_fix_is_an_edit_that_mends() {
    let misspelt = locked().replace("map[string]int\n", "map[string]int // CONCURRENCY_SAVE: true\n");
    let (_folder, file) = module(&misspelt);
    let mut client = open(&file, rich());
    client.did_open(&file, &misspelt);
    let found = client.diagnostics_once(&file, |found| !found.is_empty());
    assert_eq!(codes(&found), ["malformed-concurrency-contract"]);
    let actions = client.actions(&file, &found[0]["range"]);
    let fix = actions.first().expect("there is a fix");
    let mended = applied(&misspelt, fix);
    assert!(mended.contains("// CONCURRENCY_SAFE: true\n"), "{fix:#} {mended}");
    client.did_change(&file, &mended);
    assert_eq!(client.diagnostics(&file), [Value::Null; 0]);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn what_a_client_cannot_do_is_not_asked_of_it() {
    let (_folder, file) = module(RACY);
    let mut client = open(&file, json!({ "general": { "positionEncodings": ["utf-8", "utf-16"] } }));
    client.did_open(&file, RACY);
    let found = client.diagnostics_once(&file, |found| !found.is_empty());
    assert_eq!(found[0]["range"], range(16, 21, 24), "columns in bytes");
    assert!(found[0].get("relatedInformation").is_none());
    assert!(found[0]["message"].as_str().is_some_and(|message| message.contains("a.go:13: ")), "other places are in the words: {found:#?}");
    let actions = client.actions(&file, &found[0]["range"]);
    let edits = &titled(&actions, "silence")["edit"]["changes"][uri(&file)];
    assert_eq!(edits.as_array().map(Vec::len), Some(1), "{actions:#?}");
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn a_file_that_nobody_has_saved_is_linted_too() {
    let (_folder, file) = module(&locked());
    let mut client = open(&file, rich());
    let other = file.with_file_name("b.go");
    client.did_open(&other, "package visits\n\nfunc (c *Counter) Drop() {\n\tc.n = nil\n}\n");
    client.diagnostics_once(&other, |found| codes(found) == ["unguarded-map-write"]);
    client.did_close(&other);
    client.diagnostics_once(&other, <[Value]>::is_empty);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn configs_hold_and_their_faults_are_shown_where_they_are() {
    let (_folder, file) = module(RACY);
    let config = root_of(&file).join("maplint.toml");
    let changed = |client: &mut Client, text: &str| {
        std::fs::write(&config, text).expect("it can be written");
        client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": uri(&config), "type": 2 }] }));
    };
    let mut client = open(&file, rich());
    assert_eq!(codes(&client.diagnostics(&file)), ["unguarded-map-write"]);
    changed(&mut client, "[rules]\nwarn = ['race']\n");
    client.diagnostics_once(&file, |found| found.iter().all(|diagnostic| diagnostic["severity"] == 2));
    changed(&mut client, "[rules]\nwarm = ['race']\n");
    let faults = client.diagnostics(&config);
    assert_eq!(faults[0]["range"]["start"]["line"], 1, "{faults:#?}");
    changed(&mut client, "exclude = ['a/']\n");
    client.diagnostics_once(&file, <[Value]>::is_empty);
    client.diagnostics_once(&config, <[Value]>::is_empty);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn roots_come_and_go() {
    let ((_one, first), (_other, second)) = (module(RACY), module(RACY));
    let mut client = open(&first, rich());
    assert_eq!(codes(&client.diagnostics(&first)), ["unguarded-map-write"]);
    let folder = |file: &Path| json!([{ "uri": uri(root_of(file)), "name": "r" }]);
    client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": { "added": folder(&second), "removed": folder(&first) } }));
    client.diagnostics_once(&first, <[Value]>::is_empty);
    assert_eq!(codes(&client.diagnostics(&second)), ["unguarded-map-write"]);
    // A file outside of all roots is linted in its module.
    client.did_open(&first, RACY);
    client.diagnostics_once(&first, |found| codes(found) == ["unguarded-map-write"]);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn rust_is_served_as_go_is() {
    let folder = TempDir::new().expect("a folder can be made");
    let root = folder.path().canonicalize().expect("it is there");
    let text = "pub fn f(m: &dashmap::DashMap<String, u32>, k: &str) {\n    if let Some(v) = m.get(k) {\n        m.insert(k.to_owned(), *v + 1);\n    }\n}\n";
    write_tree(&root, "//- Cargo.toml\n[package]\nname = \"a\"\nedition = \"2021\"\n//- src/lib.rs\n");
    let file = root.join("src/lib.rs");
    std::fs::write(&file, "").expect("it can be written");
    let mut client = Client::open(&cargo_bin("maplint"), &[&root], rich());
    client.did_open(&file, "");
    assert_eq!(client.diagnostics(&file), [Value::Null; 0]);
    client.did_change(&file, text);
    assert_eq!(codes(&client.diagnostics_once(&file, |found| !found.is_empty())), ["map-guard-reentry"]);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn bad_messages_end_nothing() {
    let (_folder, file) = module(RACY);
    let mut client = Client::start(&cargo_bin("maplint"), &[]);
    assert_eq!(client.request("textDocument/hover", json!({}))["code"], -32002, "it is not initialised");
    assert_eq!(client.request("initialize", json!({ "capabilities": 7 }))["code"], -32602);
    client.initialize(&[root_of(&file)], rich());
    client.send_bytes(b"words\r\n");
    client.send_bytes(b"Content-Length: 2\r\n\r\n{]");
    client.send_bytes(b"Content-Length: 99999999999999999999\r\n\r\n");
    client.send_bytes(b"Content-Length: 17\r\n\r\n{\"id\":99,\"x\":[7]}");
    let answer = client.wait_for("an answer", |message| message["id"] == 99);
    assert_eq!(answer["error"]["code"], -32600, "{answer}");
    for (method, params) in [
        ("textDocument/didOpen", json!({})),
        (
            "textDocument/didChange",
            json!({ "textDocument": { "uri": "file:///nowhere.go", "version": 1 }, "contentChanges": [{ "text": "" }] }),
        ),
        ("textDocument/didChange", json!([])),
        ("textDocument/didClose", json!({ "textDocument": { "uri": "untitled:x" } })),
        ("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": "http://x/y", "type": 9 }] })),
        ("$/cancelRequest", json!({ "id": 12 })),
        ("$/setTrace", json!({ "value": "off" })),
    ] {
        client.notify(method, params);
    }
    client.did_open(&file, RACY);
    let params = json!({ "textDocument": { "uri": uri(&file), "version": 2 },
        "contentChanges": [{ "range": { "start": { "line": 900, "character": 900 }, "end": { "line": 0, "character": 4294967295u32 } }, "text": "" }] });
    client.notify("textDocument/didChange", params);
    assert_eq!(client.request("textDocument/codeAction", json!({ "range": 1 }))["code"], -32602);
    assert_eq!(client.request("textDocument/rename", json!({}))["code"], -32601);
    assert_eq!(client.actions(Path::new("/nowhere.go"), &range(0, 0, 0)), [Value::Null; 0]);
    assert_eq!(client.request("shutdown", Value::Null), Value::Null);
    assert_eq!(client.request("textDocument/hover", json!({}))["code"], -32600, "it is shut down");
    client.notify("exit", Value::Null);
    assert_eq!(client.exit_code(), Some(0));
}

#[test]
fn the_server_ends_with_its_input() {
    let (_folder, file) = module(RACY);
    let mut hung_up = open(&file, rich());
    hung_up.hang_up();
    assert_eq!(hung_up.exit_code(), Some(1), "nobody asked it to shut down");
    let mut early = Client::start(&cargo_bin("maplint"), &[]);
    early.hang_up();
    assert_eq!(early.exit_code(), Some(1));
    let mut out_of_order = open(&file, rich());
    out_of_order.notify("exit", Value::Null);
    assert_eq!(out_of_order.exit_code(), Some(1));
}

/// `MAPLINT_LSP_ROOT=clone/of/prometheus cargo test --release --test it lsp:: -- --ignored --nocapture`; `MAPLINT_LSP_FILES`
/// names files in it, divided by commas.
#[test]
#[ignore = "a measurement, of a clone that MAPLINT_LSP_ROOT names"]
fn how_long_diagnostics_take_after_an_edit() {
    let root = PathBuf::from(std::env::var_os("MAPLINT_LSP_ROOT").expect("MAPLINT_LSP_ROOT names a folder"));
    let root = root.canonicalize().expect("the folder is there");
    let files = std::env::var("MAPLINT_LSP_FILES").unwrap_or_else(|_| "scrape/manager.go".to_owned());
    let binary = std::env::var_os("MAPLINT_LSP_BINARY").map_or_else(|| cargo_bin("maplint"), PathBuf::from);
    let started = Instant::now();
    let mut client = Client::open(&binary, &[&root], json!({ "window": { "workDoneProgress": true } }));
    let create = client.wait_for("a token", |message| message["method"] == "window/workDoneProgress/create");
    client.respond(&create["id"], Value::Null);
    client.wait_for("the end of loading", |message| message["params"]["value"]["kind"] == "end");
    let _ = writeln!(std::io::stderr(), "loaded in {} ms", started.elapsed().as_millis());
    for file in files.split(',') {
        let path = root.join(file);
        let text = std::fs::read_to_string(&path).expect("the file is there");
        client.did_open(&path, &text);
        client.diagnostics(&path);
        let (mut near, mut whole) = (Vec::new(), Vec::new());
        for edit in 1..=20 {
            // As in life: somebody has read what the last edit brought.
            std::thread::sleep(Duration::from_millis(2500));
            let at = text.match_indices("{\n").map(|(at, _)| at + 2).nth(edit % 7 + 3).expect("a file of several functions");
            let edited = format!("{}\tvar unused{edit} = map[string]int{{}}\n\t_ = unused{edit}\n{}", &text[..at], &text[at..]);
            let started = Instant::now();
            client.did_change(&path, &edited);
            client.diagnostics(&path);
            near.push(started.elapsed().as_millis());
            client.diagnostics(&path);
            whole.push(started.elapsed().as_millis());
        }
        near.sort_unstable();
        whole.sort_unstable();
        let (first, all) = (format!("{} ms (to {})", near[10], near[19]), format!("{} ms (to {})", whole[10], whole[19]));
        let _ = writeln!(std::io::stderr(), "{file}: first {first}, whole {all}: medians of 20");
    }
    assert_eq!(client.shut_down(), Some(0));
}
