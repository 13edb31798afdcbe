//! The HTML report in a browser: it is opened from the disk, and moved through as a reviewer does.
//!
//! Without Chromium this is skipped with a line on stderr; with `MAPLINT_REQUIRE_CHROMIUM=1` it fails.

use crate::support::browser;
use crate::support::{maplint, root, write_tree};
use browser::Browser;
use serde_json::json;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// Races of one package, with and without steps and locks.
const CASES: [&str; 4] = ["access_outside_the_critical_section", "collector", "field_handed_to_goroutine", "files_of_one_package"];

/// A program whose texts would be markup.
const HOSTILE: &str = "\
//- go.mod
module example.com/a

go 1.21
//- <img src=x onerror=hacked()>/a&amp;\u{2028}'\".go
package a

import \"sync\"

type T struct {
	mu sync.Mutex
	m  map[string]struct{ A int `x:\"</script><script>hacked()</script>\"` }
}

func (t *T) Ok() { t.mu.Lock(); delete(t.m, \"</script><script>hacked()</script><!--\"); t.mu.Unlock() }
func (t *T) Too() { t.mu.Lock(); delete(t.m, \"b\"); t.mu.Unlock() }

func (t *T) Bad() { /* <img src=x onerror=hacked()> */ delete(t.m, \"<svg onload=hacked()>\") } // </pre><script>hacked()</script>
";

/// What a browser is asked for; `None` where there is none.
fn browser() -> Option<Browser> {
    match Browser::start() {
        Ok(browser) => Some(browser),
        Err(missing) => {
            let required = std::env::var("MAPLINT_REQUIRE_CHROMIUM").is_ok_and(|value| value == "1");
            assert!(!required, "MAPLINT_REQUIRE_CHROMIUM=1, but {missing}");
            // Past the test runner, which shows what a passing test prints to nobody.
            let _ = writeln!(std::io::stderr(), "skipped: the HTML report is not opened: {missing}");
            None
        }
    }
}

/// The report of a folder, in a file of that name.
fn report(folder: &Path, paths: &[String], name: &str) -> PathBuf {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let output = format!("html={}", file.display());
    maplint().current_dir(folder).args(["--quiet", "--no-config", "--exit-zero", "--output", &output]).args(paths).assert().success();
    file
}

/// The report of the cases, written once: tests run side by side, and a browser reads no page that is half written.
fn races() -> PathBuf {
    static RACES: LazyLock<PathBuf> = LazyLock::new(|| {
        let paths: Vec<String> = CASES.iter().map(|case| format!("{case}/...")).collect();
        report(&root().join("testdata/go/unguarded-map-write"), &paths, "races.html")
    });
    RACES.clone()
}

/// How many findings are listed.
fn listed(browser: &mut Browser) -> u64 {
    browser.value("document.querySelectorAll('article.finding').length").as_u64().expect("it is a number")
}

#[test]
fn a_reviewer_filters_searches_and_opens() {
    let Some(mut browser) = browser() else { return };
    browser.open(&races(), (1280, 900));
    let all = listed(&mut browser);
    let box_of = "[...document.querySelectorAll('#filter-form label')].find((label) => label.textContent.startsWith('collector'))";
    browser.value(&format!("{box_of}.querySelector('input').click()"));
    let some = listed(&mut browser);
    assert!(0 < some && some < all, "{some} of {all}");
    assert_eq!(browser.value("document.getElementById('status').textContent"), json!(format!("{some} of {all} findings")));
    browser.value(&format!("{box_of}.querySelector('input').click()"));
    assert_eq!(listed(&mut browser), all);

    browser.press("/");
    assert_eq!(browser.value("document.activeElement.id"), "search");
    "BeforeLock".chars().for_each(|character| browser.press(&character.to_string()));
    assert_eq!(listed(&mut browser), 1);
    browser.press("Enter");
    assert_eq!(browser.value("document.activeElement.className"), "head item");
    browser.press("Enter");
    assert_eq!(browser.value("document.activeElement.getAttribute('aria-expanded')"), "true");
    browser.wait_for("document.querySelector('.race svg desc') !== null");
    let told = browser.value("document.querySelector('.race svg desc').textContent");
    assert_eq!(
        told,
        "Thread 1: any caller of Counter.BeforeLockBad. updated here with no lock held at \
         access_outside_the_critical_section/counter.go:51, and holds no lock. Thread 2: any caller of Counter.AddOk. updated here \
         while c.mu is held at access_outside_the_critical_section/counter.go:19, and holds c.mu."
    );
    assert_eq!(browser.value("document.querySelectorAll('.race .right .lock').length"), 1);
    assert_eq!(browser.value("document.querySelectorAll('.race .left .lock').length"), 0);
    assert_eq!(browser.value("[...document.querySelectorAll('.side mark')].map((mark) => mark.textContent)"), json!(["c.n", "c.n"]));

    browser.press("/");
    browser.press("Escape");
    assert_eq!(listed(&mut browser), all);
    assert_eq!(browser.complaints(), [] as [String; 0]);
}

#[test]
fn an_address_leads_to_a_finding_and_its_map() {
    let Some(mut browser) = browser() else { return };
    browser.open(&races(), (1280, 900));
    browser.value("location.hash = document.querySelectorAll('article.finding')[2].id");
    browser.wait_for("document.querySelectorAll('article.finding')[2].dataset.open !== undefined");
    browser.click(".finding[data-open] .facts a[href^='#m-']");
    browser.wait_for("document.querySelector('.map[data-open]') !== null");
    let seen = browser.value("document.querySelector('.map[data-open]').textContent");
    let seen = seen.as_str().expect("it is text");
    assert!(seen.contains("3 findings") && seen.contains("Kept in"), "{seen}");
    browser.click(".map[data-open] a[href^='#f-']");
    browser.wait_for("document.querySelector('.finding[data-open]') !== null");
    assert_eq!(browser.complaints(), [] as [String; 0]);
}

#[test]
fn the_keyboard_is_enough() {
    let Some(mut browser) = browser() else { return };
    browser.open(&races(), (1280, 900));
    let at = "[...document.querySelectorAll('.item')].indexOf(document.activeElement)";
    for (key, expected) in [("j", 0), ("j", 1), ("j", 2), ("k", 1)] {
        browser.press(key);
        assert_eq!(browser.value(at), expected, "{key}");
    }
    browser.press("?");
    assert_eq!(browser.value("document.getElementById('help').open"), true);
    browser.press("Escape");
    assert_eq!(browser.value("document.getElementById('help').open"), false);
    browser.value("location.hash = '#maps'");
    browser.wait_for("document.body.dataset.view === 'maps'");
    browser.press("j");
    browser.press("Enter");
    assert_eq!(browser.value("document.querySelectorAll('.map[data-open] .uses tbody tr').length > 0"), true);
    assert_eq!(browser.complaints(), [] as [String; 0]);
}

#[test]
fn the_theme_is_the_systems_until_one_is_chosen() {
    let Some(mut browser) = browser() else { return };
    let paper = "getComputedStyle(document.body).backgroundColor";
    let (light, dark) = (json!("rgb(246, 246, 243)"), json!("rgb(20, 22, 26)"));
    browser.open(&races(), (1280, 900));
    browser.prefer("dark");
    assert_eq!(browser.value(paper), dark);
    browser.prefer("light");
    assert_eq!(browser.value(paper), light);
    browser.click("#theme");
    browser.click("#theme");
    assert_eq!(browser.value("document.getElementById('theme').title"), "Theme: dark");
    assert_eq!(browser.value(paper), dark);
}

/// Both themes at each width: nothing is wider than the window, no words of a picture lie on others or outside.
#[test]
fn nothing_overlaps_and_nothing_is_cut_off() {
    let Some(mut browser) = browser() else { return };
    let file = races();
    for width in [1280, 700, 400] {
        browser.open(&file, (width, 900));
        browser.value("document.querySelectorAll('article.finding .head').forEach((head) => head.click())");
        browser.wait_for("[...document.querySelectorAll('.race')].every((race) => race.firstChild)");
        let faults = browser.value(
            "[...document.querySelectorAll('.race svg')].flatMap((picture) => {
                const room = picture.getBoundingClientRect();
                const boxes = [...picture.querySelectorAll('tspan, .meet-text')].map((words) => [words.textContent, words.getBoundingClientRect()]);
                const outside = boxes.filter(([, box]) => box.left < room.left || box.right > room.right + 1 || box.bottom > room.bottom + 1);
                const over = boxes.filter(([, one], at) => boxes.slice(at + 1).some(([, other]) =>
                    one.left < other.right && other.left < one.right && one.top + 3 < other.bottom && other.top + 3 < one.bottom));
                return [...outside, ...over].map(([words]) => words);
            })",
        );
        assert_eq!(faults, json!([]), "at {width}");
        for view in ["#findings", "#maps"] {
            browser.value(&format!("location.hash = '{view}'"));
            browser.wait_for(&format!("'#' + document.body.dataset.view === '{view}'"));
            assert_eq!(
                browser.value("document.documentElement.scrollWidth <= document.documentElement.clientWidth"),
                true,
                "{view} at {width}"
            );
        }
    }
    assert_eq!(browser.complaints(), [] as [String; 0]);
}

#[test]
fn text_of_others_stays_text() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    write_tree(folder.path(), HOSTILE);
    let file = report(folder.path(), &[], "hostile.html");
    let page = std::fs::read_to_string(&file).expect("the report is written");
    assert!(!page.contains("<img") && !page.contains("<script>hacked") && !page.contains('\u{2028}'));
    let Some(mut browser) = browser() else { return };
    browser.open(&file, (1280, 900));
    assert_eq!(listed(&mut browser), 1);
    browser.click("article.finding .head");
    browser.wait_for("document.querySelector('.race svg') !== null");
    let seen = browser.value("document.getElementById('list').textContent");
    let seen = seen.as_str().expect("it is text");
    assert!(seen.contains("<img src=x onerror=hacked()>") && seen.contains("</pre><script>hacked()</script>"), "{seen}");
    browser.value("location.hash = '#maps'");
    browser.wait_for("document.querySelector('.map .head') !== null");
    browser.click(".map .head");
    assert_eq!(browser.value("document.querySelectorAll('img, script').length"), 2, "only the page's own two scripts");
    assert_eq!(browser.complaints(), [] as [String; 0]);
    // Should markup get in all the same, it is not run.
    browser.value("document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.hacked = 1' }))");
    assert_eq!(browser.value("window.hacked === undefined"), true);
    assert!(browser.complaints().iter().any(|complaint| complaint.contains("Content Security Policy")));
}

#[test]
fn an_empty_report_says_so() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    write_tree(folder.path(), "//- go.mod\nmodule example.com/a\n\ngo 1.21\n//- a.go\npackage a\n");
    let file = report(folder.path(), &[], "empty.html");
    let Some(mut browser) = browser() else { return };
    browser.open(&file, (400, 900));
    let seen = browser.value("document.getElementById('list').textContent");
    assert_eq!(seen, "No findingsNothing was found. The maps that were looked at are under Maps.");
    assert_eq!(browser.complaints(), [] as [String; 0]);
}
