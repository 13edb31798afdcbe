//! Small programs, and what the inventory says of their maps.

mod layouts;

use crate::analysis::cost::Asked;
use crate::analysis::{Stop, analyse};
use crate::diagnostic::inventory::Entry;
use crate::facts::{FileInfo, Name, ProgramBuilder, Unit};
use crate::frontend::{go, rust};
use crate::source::{FileId, Language, LineIndex};

/// The inventory of one file.
fn inventory(language: Language, text: &str) -> Vec<Entry> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).stack_size(64 << 20).build().expect("one thread");
    pool.install(|| {
        let mut builder = ProgramBuilder::new(go::library(), rust::library());
        let facts = match language {
            Language::Go => go::lower(text, "a.go"),
            Language::Rust => rust::lower(text, 2024),
        };
        builder.file(FileInfo { language, requested: true, ..FileInfo::default() }, facts);
        let name = Name::from("p");
        builder.unit(Unit {
            language,
            path: name,
            name,
            files: vec![FileId(0)],
            module: name,
            is_main: false,
            is_test: false,
            edition: 2024,
            go_version: None,
            dependencies: Vec::new(),
        });
        analyse(&builder.finish(), Asked { inventory: true, ..Asked::default() }, None, &Stop::default()).inventory
    })
}

/// An entry in one line: scope, name, guard, uses by line (`*`: alone), threads, promise.
fn line(entry: &Entry, text: &str) -> String {
    let index = LineIndex::new(text);
    let uses = entry.uses.iter().map(|one| {
        let alone = if one.alone { "*" } else { "" };
        format!("{}:{}{alone}", index.line(one.location.span.start), one.op.name())
    });
    let guard = entry
        .guard
        .as_ref()
        .map_or_else(String::new, |guard| format!(" guard {} {}/{} {:?}", guard.name, guard.held, guard.uses, guard.confidence));
    let sharing = if entry.threads.is_empty() { String::new() } else { format!(" {}", entry.sharing.name()) };
    let threads = entry.threads.iter().map(|thread| format!(" by {thread}"));
    let promise = entry.promise.as_ref().map_or_else(String::new, |promise| format!(" {} {}", promise.text, promise.standing.name()));
    format!(
        "{} {}{guard} uses {}{sharing}{}{promise}",
        entry.scope,
        entry.map.qualified(),
        uses.collect::<Vec<_>>().join(" "),
        threads.collect::<String>(),
    )
}

fn check(language: Language, text: &str, expected: &[&str]) {
    let found: Vec<String> = inventory(language, text).iter().map(|entry| line(entry, text)).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_go_map_has_its_guard_its_uses_and_its_threads() {
    let text = "package p
import \"sync\"
type cache struct {
	mu sync.Mutex
	entries map[string]int // CONCURRENCY_SAFE: true guarded_by=mu
	unused map[int]bool
}
var names = map[string]string{}
func newCache() *cache { return &cache{entries: make(map[string]int)} }
func (c *cache) Put(k string) { c.mu.Lock(); defer c.mu.Unlock(); c.entries[k] = 1 }
func (c *cache) Get(k string) int { c.mu.Lock(); defer c.mu.Unlock(); return c.entries[k] }
func (c *cache) Len() int { return len(c.entries) }
func Run(c *cache) { go c.Put(names[\"a\"]) }
func count(words []string) int {
	seen := map[string]bool{}
	for _, word := range words { seen[word] = true }
	return len(seen)
}
";
    check(
        Language::Go,
        text,
        &[
            "field cache.entries guard cache.mu 2/3 Likely uses 9:replace* 10:insert 11:get 12:len shared by any caller by the goroutine started in `Run` CONCURRENCY_SAFE: true guarded_by=mu broken",
            "field cache.unused uses ",
            "static names uses 8:replace* 13:get open by any caller",
            "local count.seen uses 16:insert* 17:len*",
        ],
    );
}

#[test]
fn the_map_in_a_map_is_one_of_its_own() {
    let text = "package p
type table struct { rows map[string]map[string]int }
func (t *table) Put(row, key string) { t.rows[row][key] = 1 }
";
    check(Language::Go, text, &["field table.rows uses 3:get open by any caller", "field table.rows[…] uses 3:insert open by any caller"]);
}

#[test]
fn a_rust_map_is_guarded_by_its_type() {
    let text = "use std::collections::HashMap;
use std::sync::Mutex;
struct Cache { entries: Mutex<HashMap<String, u32>>, plain: HashMap<u32, u32> }
impl Cache {
    fn put(&self, k: String) { self.entries.lock().unwrap().insert(k, 1); }
    fn count(&mut self) { self.plain.insert(1, 2); }
}
fn tally(words: &[String]) -> usize {
    let mut seen = HashMap::new();
    for word in words { seen.insert(word, 1); }
    seen.len()
}
";
    check(
        Language::Rust,
        text,
        &[
            "field Cache.entries guard Mutex 1/1 Certain uses 5:insert",
            "field Cache.plain uses 6:insert*",
            "local tally.seen uses 10:insert* 11:len*",
        ],
    );
}

#[test]
fn nothing_is_gathered_where_nobody_asks() {
    let mut builder = ProgramBuilder::new(go::library(), rust::library());
    let text = "package p\nvar names = map[string]string{}\n";
    builder.file(FileInfo { language: Language::Go, requested: true, ..FileInfo::default() }, go::lower(text, "a.go"));
    assert_eq!(analyse(&builder.finish(), Asked::default(), None, &Stop::default()).inventory, []);
}
