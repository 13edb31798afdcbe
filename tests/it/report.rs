//! Reports over findings made by hand: what each format writes, and what is settled before.
//!
//! Goldens are in `tests/it/snapshots/`. After a change of a format: `cargo insta review`, or
//! `INSTA_UPDATE=always cargo test --test it report::`, and read the diff as behaviour. With
//! `INSTA_UPDATE=no`, as `.ci/run` sets it, nothing is ever written.

use crate::support::{FORMATS, sarif};
use maplint::diagnostic::inventory::{Entry, Guard, Promise, Sharing, Standing, Use};
use maplint::diagnostic::op::Op;
use maplint::diagnostic::{Applicability, Confidence, Diagnostic, Edit, Fix, Label, MapRef, Severity, Thread};
use maplint::facts::{Directive, DirectiveKind};
use maplint::report::terminal::{ColorWhen, Paint};
use maplint::report::{Asked, Day, Declaration, Format, Gathered, Layer, Options, Policy, Presentation, Problem, Report, RuleInfo};
use maplint::report::{Selection, Sources, Terms, own_rules, unparsed_file, write_statistics};
use maplint::source::{Checkout, FileId, Language, Line, Location, Span};
use std::sync::OnceLock;
use std::time::Duration;

/// Tabs, characters of two to four bytes, and a terminal's escape code in a comment.
const COUNTER: &str = "package größe

type Counter struct {
	mu sync.Mutex
	n  map[string]int
}

func (c *Counter) Add(k string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n[k]++
}

func (c *Counter) AddUnguarded(k string) {
	/* 地図𝄞 */ c.n[k]++ // \u{1b}[31mred\u{202e}
}
";
const MAIN: &str = "package main\n\nfunc main() {\n\tgo c.AddUnguarded(\"ß\")\n}\n";

fn sources() -> Sources {
    let paths = vec!["dir with space/größe.go".to_owned(), "main\u{7}.go".to_owned()];
    Sources::new(paths, Box::new(|file| Some([COUNTER, MAIN][file.index()].to_owned())))
}

/// The `count`-th `needle` (from 0) in a file.
fn at(file: u32, needle: &str, count: usize) -> Location {
    let text = [COUNTER, MAIN][file as usize];
    let start = text.match_indices(needle).nth(count).expect("the needle is in the text").0;
    Location { file: FileId(file), span: Span::new(start, start + needle.len()) }
}

fn label(location: Location, message: &str) -> Label {
    Label { location, message: message.into() }
}

fn race() -> Diagnostic {
    Diagnostic {
        rule: "unguarded-map-write".into(),
        category: "race".into(),
        severity: Severity::Error,
        confidence: Confidence::Likely,
        message: "`c.n` is updated without `c.mu`, which guards its other uses".into(),
        primary: label(at(0, "c.n[k]++", 1), "updated here with no lock held"),
        related: vec![
            label(at(0, "c.n[k]++", 0), "updated here while `c.mu` is held"),
            label(at(1, "go c.AddUnguarded(\"ß\")", 0), "started here"),
        ],
        function: "Counter.AddUnguarded".into(),
        package: "example.com/größe".into(),
        map: Some(MapRef { name: "n".into(), owner: "Counter".into(), ty: "map[string]int".into(), declaration: Some(at(0, "n  map", 0)) }),
        threads: vec![
            Thread {
                root: "the goroutine started in `main`".into(),
                path: vec![label(at(1, "go c", 0), "started here")],
                locks: vec![],
                access: Some(at(0, "c.n[k]++", 1)),
            },
            Thread {
                root: "the caller of `Counter.Add`".into(),
                path: vec![],
                locks: vec!["c.mu".into()],
                access: Some(at(0, "c.n[k]++", 0)),
            },
        ],
        notes: vec!["nothing orders the two: `main` does not wait for the goroutine".into()],
        help: Some("hold `c.mu` around this update".into()),
        fix: Some(Fix {
            title: "take `c.mu`".into(),
            applicability: Applicability::Unsafe,
            edits: vec![Edit { location: at(0, "/* 地図𝄞 */", 0), text: "c.mu.Lock()\n".into() }],
        }),
    }
}

fn rules() -> Vec<RuleInfo> {
    let race = RuleInfo {
        id: "unguarded-map-write".into(),
        summary: "shared map written without the lock that its other uses hold".into(),
        category: "race".into(),
        severity: Severity::Error,
        default: true,
        languages: vec![Language::Go, Language::Rust],
        cwe: vec![362],
        page: "# unguarded-map-write\nA shared map is written\nwith no lock.\n\n## Why is this bad?\nIt crashes.\n".into(),
    };
    std::iter::once(race).chain(own_rules()).collect()
}

fn gathered(diagnostics: Vec<Diagnostic>) -> Gathered {
    Gathered { diagnostics, files: 2, maps: 1, ..Gathered::default() }
}

/// Every rule at its own level, in all files.
fn all_rules(min_confidence: Confidence) -> Policy {
    let layer = Layer { select: vec!["all".into()], ..Layer::default() };
    Policy::everywhere(Terms { selection: Selection::new([&layer], &rules()), min_confidence, min_severity: Severity::Note })
}

fn report_of(gathered: Gathered, min_confidence: Confidence) -> Report {
    Report::new(gathered, &sources(), &options(&all_rules(min_confidence)))
}

fn options(policy: &Policy) -> Options<'_> {
    static RULES: OnceLock<Vec<RuleInfo>> = OnceLock::new();
    let today = Day::parse("2026-08-01").expect("it is a day");
    Options { rules: RULES.get_or_init(rules), policy, today, elapsed: Duration::from_millis(12) }
}

fn sample() -> Report {
    let mut gathered = gathered(vec![unparsed_file(at(1, "func", 0), "example.com/größe", "expected `}`"), race()]);
    gathered.problems = vec![
        Problem { file: "missing dir".into(), line: None, message: "no such file or folder".into(), blocking: true },
        Problem { file: "go.mod".into(), line: Some(3), message: "unknown directive `modul`".into(), blocking: false },
    ];
    report_of(gathered, Confidence::Likely)
}

fn presentation<'a>(sources: &'a Sources, rules: &'a [RuleInfo]) -> Presentation<'a> {
    static NOWHERE: Checkout = Checkout { folder: String::new(), revision: None, branch: None, remote: None };
    Presentation { sources, rules, inventory: &[], paint: Paint::PLAIN, checkout: &NOWHERE, show_suppressed: false, category: None }
}

fn written(format: Format, report: &Report, paint: Paint) -> String {
    let mut out = Vec::new();
    let (sources, rules) = (sources(), rules());
    let presentation = Presentation { paint, ..presentation(&sources, &rules) };
    format.write(report, &presentation, &mut out).expect("a vector can be written to");
    String::from_utf8(out).expect("reports are UTF-8")
}

#[test]
fn full() {
    insta::assert_snapshot!(written(Format::Full, &sample(), Paint::PLAIN));
}

#[test]
fn full_in_colour() {
    let coloured = written(Format::Full, &sample(), ColorWhen::Always.resolve(false));
    insta::assert_snapshot!(coloured.replace('\x1b', "␛"));
}

#[test]
fn concise() {
    insta::assert_snapshot!(written(Format::Concise, &sample(), Paint::PLAIN));
}

#[test]
fn json() {
    insta::assert_snapshot!(written(Format::Json, &sample(), Paint::PLAIN));
}

#[test]
fn sarif() {
    insta::assert_snapshot!(written(Format::Sarif, &sample(), Paint::PLAIN));
}

/// The data that the page draws from, and what it says without scripts.
#[test]
fn html() {
    let inventory = [Entry {
        language: Language::Go,
        map: race().map.expect("it is about a map"),
        scope: "field",
        package: "example.com/größe".into(),
        in_test: false,
        guard: Some(Guard { name: "Counter.mu".into(), held: 1, uses: 2, confidence: Confidence::Likely }),
        uses: [("c.n[k]++", 0, vec!["c.mu".into()]), ("c.n[k]++", 1, vec![])]
            .map(|(needle, count, locks)| Use {
                location: at(0, needle, count),
                op: Op::Update,
                function: "Counter.Add".into(),
                locks,
                alone: false,
                in_test: false,
            })
            .to_vec(),
        threads: vec!["any caller".into()],
        sharing: Sharing::Open,
        promise: Some(Promise { at: at(0, "n  map", 0), text: "CONCURRENCY_SAFE: true".into(), standing: Standing::Broken }),
        life: None,
        unsized_fill: None,
        contested: false,
        layouts: None,
    }];
    let mut out = Vec::new();
    let (sources, rules) = (sources(), rules());
    let presentation = Presentation { inventory: &inventory, ..presentation(&sources, &rules) };
    Format::Html.write(&sample(), &presentation, &mut out).expect("a vector can be written to");
    let page = String::from_utf8(out).expect("reports are UTF-8");
    let between = |from: &str, to: &str| page.split_once(from).and_then(|(_, rest)| rest.split_once(to)).expect("it is in the page").0;
    insta::assert_snapshot!("html_list", between("<ol>\n", "      </ol>"));
    let data = between("<script id=\"data\" type=\"application/json\">", "</script>");
    insta::assert_json_snapshot!("html_data", serde_json::from_str::<serde_json::Value>(data).expect("the data is JSON"));
}

#[test]
fn ndjson() {
    insta::assert_snapshot!(written(Format::Ndjson, &sample(), Paint::PLAIN));
}

#[test]
fn github() {
    insta::assert_snapshot!(written(Format::Github, &sample(), Paint::PLAIN));
}

#[test]
fn gitlab() {
    insta::assert_snapshot!(written(Format::Gitlab, &sample(), Paint::PLAIN));
}

#[test]
fn junit() {
    insta::assert_snapshot!(written(Format::Junit, &sample(), Paint::PLAIN));
}

#[test]
fn checkstyle() {
    insta::assert_snapshot!(written(Format::Checkstyle, &sample(), Paint::PLAIN));
}

/// The sample with its race silenced, in a format that is asked for what is silenced.
fn written_with_suppressed(format: Format) -> String {
    let mut gathered = gathered(vec![unparsed_file(at(1, "func", 0), "example.com/größe", "expected `}`"), race()]);
    gathered.directives = vec![suppression(15, &["unguarded-map-write"])];
    let report = report_of(gathered, Confidence::Likely);
    let (sources, rules) = (sources(), rules());
    let mut out = Vec::new();
    let presentation = Presentation { show_suppressed: true, ..presentation(&sources, &rules) };
    format.write(&report, &presentation, &mut out).expect("a vector can be written to");
    String::from_utf8(out).expect("reports are UTF-8")
}

#[test]
fn suppressed_findings_are_shown_as_such_where_they_are_asked_for() {
    let full = written_with_suppressed(Format::Full);
    assert!(full.contains("= suppressed at dir with space/größe.go:1: known\n"), "{full}");
    let concise = written_with_suppressed(Format::Concise);
    assert_eq!(concise.matches(" (suppressed)\n").count(), 1, "{concise}");
    let json: serde_json::Value = serde_json::from_str(&written_with_suppressed(Format::Json)).expect("the report is JSON");
    assert_eq!((json["findings"].as_array().map(Vec::len), json["suppressed"].as_array().map(Vec::len)), (Some(1), Some(1)));
    assert_eq!(json["suppressed"][0]["suppression"]["reason"], "known");
    assert_eq!(json["summary"]["errors"], 0);
    let ndjson = written_with_suppressed(Format::Ndjson);
    assert_eq!(ndjson.matches("\"suppression\"").count(), 1, "{ndjson}");
    for format in [Format::Github, Format::Gitlab, Format::Junit, Format::Checkstyle] {
        let text = written_with_suppressed(format);
        assert!(!text.contains("unguarded-map-write") && text.contains("unparsed-file"), "{text}");
    }
}

#[test]
fn each_result_of_sarif_says_whether_it_is_suppressed_or_none_does() {
    let log: serde_json::Value = serde_json::from_str(&written_with_suppressed(Format::Sarif)).expect("the log is JSON");
    assert_eq!(sarif::violations(&log), [] as [String; 0]);
    let results = &log["runs"][0]["results"];
    assert_eq!(results[0]["suppressions"][0]["kind"], "inSource");
    assert_eq!(results[0]["suppressions"][0]["justification"], "known");
    assert_eq!(results[1]["suppressions"], serde_json::json!([]));
    let plain = written(Format::Sarif, &sample(), Paint::PLAIN);
    assert!(!plain.contains("\"suppressions\"") && !plain.contains("\"baselineState\""), "{plain}");
}

#[test]
fn each_result_of_sarif_is_old_or_new_where_the_run_is_compared() {
    let mut of_change = gathered(vec![race(), unparsed_file(at(1, "func", 0), "p", "x")]);
    of_change.asked_for = vec![Asked::All, Asked::New];
    let mut report = report_of(of_change, Confidence::Likely);
    let before = report_of(gathered(vec![race()]), Confidence::Likely).known(&sources());
    report.retain_new(&before, &sources());
    let log: serde_json::Value = serde_json::from_str(&written(Format::Sarif, &report, Paint::PLAIN)).expect("the log is JSON");
    let states: Vec<_> = log["runs"][0]["results"].as_array().expect("results").iter().map(|result| &result["baselineState"]).collect();
    assert_eq!(states, ["unchanged", "new"]);
}

#[test]
fn sarif_names_the_commit_and_the_category_of_the_run() {
    let checkout = Checkout {
        folder: "services/api/".into(),
        revision: Some("0123456789abcdef0123456789abcdef01234567".into()),
        branch: Some("main".into()),
        remote: Some("https://example.com/a.git".into()),
    };
    let (sources, rules) = (sources(), rules());
    let presentation = Presentation { checkout: &checkout, category: Some("nightly"), ..presentation(&sources, &rules) };
    let mut out = Vec::new();
    Format::Sarif.write(&sample(), &presentation, &mut out).expect("a vector can be written to");
    let log: serde_json::Value = serde_json::from_slice(&out).expect("the log is JSON");
    assert_eq!(sarif::violations(&log), [] as [String; 0]);
    let run = &log["runs"][0];
    assert_eq!(run["automationDetails"]["id"], "nightly/");
    let provenance = &run["versionControlProvenance"][0];
    assert_eq!(provenance["repositoryUri"], "https://example.com/a.git");
    assert_eq!((&provenance["branch"], &provenance["mappedTo"]["uriBaseId"]), (&"main".into(), &"SRCROOT".into()));
    let place = &run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"];
    assert_eq!(place["uri"], "services/api/dir%20with%20space/gr%C3%B6%C3%9Fe.go");
}

#[test]
fn sarif_keeps_to_its_schema() {
    for report in [sample(), report_of(gathered(vec![]), Confidence::Likely)] {
        let log = serde_json::from_str(&written(Format::Sarif, &report, Paint::PLAIN)).expect("the log is JSON");
        assert_eq!(sarif::violations(&log), [] as [String; 0]);
    }
    let broken = serde_json::json!({"version": "2.1.0", "runs": [{}]});
    assert_ne!(sarif::violations(&broken), [] as [String; 0], "the schema is not asked");
}

#[test]
fn nothing_that_a_terminal_acts_upon_is_written() {
    let mut hostile = race();
    hostile.message = "`\u{1b}]0;x\u{7}` and \u{9b}2J and \u{202e}".into();
    hostile.notes = vec!["a\rb".into()];
    hostile.threads[0].root = "\u{1b}c".into();
    let mut gathered = gathered(vec![hostile, unparsed_file(at(1, "func", 0), "p", "\u{1b}[2J")]);
    gathered.problems = vec![Problem { file: "\u{1b}[1m".into(), line: None, message: "\u{85}".into(), blocking: true }];
    let report = report_of(gathered, Confidence::Likely);
    for format in FORMATS {
        let text = written(format, &report, Paint::PLAIN);
        let bad = text.chars().find(|character| maplint::report::terminal::is_unsafe(*character));
        assert_eq!(bad, None, "{format:?}: {text}");
    }
}

#[test]
fn escapes_in_json_are_the_text_that_was_given() {
    let mut hostile = race();
    hostile.message = "`\u{1b}` \u{9b} \u{202e} \u{e0041} 𝄞".into();
    let expected = hostile.message.clone();
    let text = written(Format::Json, &report_of(gathered(vec![hostile]), Confidence::Likely), Paint::PLAIN);
    let parsed: serde_json::Value = serde_json::from_str(&text).expect("the report is JSON");
    assert_eq!(parsed["findings"][0]["message"], expected.as_str());
}

#[test]
fn an_excerpt_is_left_out_where_its_line_is_too_long_or_its_file_gone() {
    let long = format!("package p\nvar x = \"{}\"; m[k] = 1\n", "a".repeat(5000));
    let start = long.find("m[k]").expect("it is in the text");
    let mut finding = race();
    finding.primary.location = Location { file: FileId(0), span: Span::new(start, start + 4) };
    (finding.related, finding.threads, finding.fix, finding.map) = (vec![], vec![], None, None);
    for text in [Some(long), None] {
        let sources = Sources::new(vec!["p.go".into()], Box::new(move |_| text.clone()));
        let policy = all_rules(Confidence::Likely);
        let options = options(&policy);
        let report = Report::new(gathered(vec![finding.clone()]), &sources, &options);
        let mut out = Vec::new();
        let presentation = presentation(&sources, &[]);
        Format::Full.write(&report, &presentation, &mut out).expect("a vector can be written to");
        let shown = String::from_utf8(out).expect("reports are UTF-8");
        assert!(shown.contains("p.go:") && shown.len() < 1000, "{shown}");
    }
}

#[test]
fn labels_and_spans_outside_the_text_do_no_harm() {
    let mut finding = race();
    let outside = Location { file: FileId(0), span: Span { start: 7, end: 3 } };
    finding.primary.location.span = Span::new(90_000, 90_010);
    finding.related = vec![label(outside, "backwards"), label(Location { span: Span::new(11, 12), ..outside }, "inside ö")];
    let whole_file = Location { file: FileId(0), span: Span::new(0, COUNTER.len()) };
    finding.related.push(label(whole_file, "over many lines"));
    let report = report_of(gathered(vec![finding]), Confidence::Likely);
    for format in FORMATS {
        assert!(!written(format, &report, Paint::PLAIN).is_empty());
    }
}

#[test]
fn order_and_deduplication_do_not_depend_on_the_order_of_arrival() {
    let mut surer = race();
    surer.confidence = Confidence::Certain;
    let mut elsewhere = race();
    elsewhere.primary.location = at(0, "c.n[k]++", 0);
    let other_file = unparsed_file(at(1, "func", 0), "p", "x");
    let all = [race(), surer, elsewhere, other_file];
    let shown = |order: [usize; 4]| {
        let diagnostics = order.map(|index| all[index].clone()).to_vec();
        written(Format::Json, &report_of(gathered(diagnostics), Confidence::Likely), Paint::PLAIN)
    };
    let first = shown([0, 1, 2, 3]);
    assert_eq!(first, shown([3, 2, 1, 0]));
    assert_eq!(first, shown([1, 3, 0, 2]));
    let report = report_of(gathered(all.to_vec()), Confidence::Likely);
    let places: Vec<_> = report.findings.iter().map(|finding| finding.diagnostic.primary.location.span.start).collect();
    assert_eq!(places.len(), 3);
    assert!(places[0] < places[1], "{places:?}");
    assert_eq!(report.findings[1].diagnostic.confidence, Confidence::Certain);
}

#[test]
fn fingerprints_do_not_move_with_lines_flags_or_other_findings() {
    let alone = report_of(gathered(vec![race()]), Confidence::Likely).findings.remove(0).fingerprint;
    let mut moved = race();
    moved.primary.location = at(0, "c.mu", 0);
    assert_eq!(report_of(gathered(vec![moved]), Confidence::Likely).findings[0].fingerprint, alone);

    let mut unsure = race();
    (unsure.primary.location, unsure.confidence) = (at(0, "c.n[k]++", 0), Confidence::Possible);
    let both = |min| report_of(gathered(vec![race(), unsure.clone()]), min).findings;
    let all = both(Confidence::Possible);
    assert_eq!(all[0].fingerprint, alone);
    assert_ne!(all[1].fingerprint, alone);
    assert_eq!(both(Confidence::Likely)[0].fingerprint, all[1].fingerprint);
}

fn suppression(applies_to: u32, rules: &[&str]) -> (FileId, Directive) {
    let rules = rules.iter().map(|rule| (*rule).into()).collect();
    let kind = DirectiveKind::Suppression { rules, reason: "known".into(), until: None };
    let span = Span::default();
    (
        FileId(0),
        Directive { kind, span, line: Line(applies_to.saturating_sub(1)), own_line: true, applies_to: Line(applies_to), target: span },
    )
}

#[track_caller]
fn check_suppressed(directive: (FileId, Directive), expected: bool) {
    let mut gathered = gathered(vec![race()]);
    gathered.directives = vec![directive];
    let location = at(0, &COUNTER[COUNTER.find("func (c *Counter) AddUnguarded").expect("in the text")..], 0);
    gathered.declarations = vec![Declaration { location, name: at(0, "AddUnguarded", 0).span }];
    let report = report_of(gathered, Confidence::Likely);
    assert_eq!(report.hidden.suppressed, usize::from(expected));
    assert_eq!(report.findings.is_empty(), expected);
    assert_eq!(report.summary.errors, usize::from(!expected));
}

#[test]
fn a_suppression_silences_its_line_or_its_declaration() {
    check_suppressed(suppression(15, &["unguarded-map-write"]), true);
    check_suppressed(suppression(15, &[]), true);
    check_suppressed(suppression(15, &["unguarded-map-read"]), false);
    check_suppressed(suppression(11, &["unguarded-map-write"]), false);
    check_suppressed(suppression(14, &["unguarded-map-write"]), true);
    check_suppressed(suppression(14, &["unguarded-map-read"]), false);
}

/// The terms of one layer.
fn terms(layer: &Layer, min_severity: Severity) -> Terms {
    Terms { selection: Selection::new([layer], &rules()), min_confidence: Confidence::Likely, min_severity }
}

#[test]
fn each_file_has_its_own_terms() {
    let warn = Layer { warn: vec!["race".into()], ..Layer::default() };
    let off = Layer { ignore: vec!["all".into()], ..Layer::default() };
    let both = || gathered(vec![race(), unparsed_file(at(1, "func", 0), "p", "x")]);
    let levels = |terms: Vec<Terms>, of_file: Vec<usize>| {
        let report = Report::new(both(), &sources(), &options(&Policy::by_file(terms, of_file)));
        let levels: Vec<_> = report.findings.iter().map(|finding| finding.diagnostic.severity).collect();
        (levels, report.hidden.mild)
    };
    let note = Severity::Note;
    assert_eq!(levels(vec![terms(&warn, note)], vec![]), (vec![Severity::Warning, note], 0));
    assert_eq!(levels(vec![terms(&warn, note), terms(&off, note)], vec![0, 1]), (vec![Severity::Warning], 0));
    assert_eq!(levels(vec![terms(&warn, note), terms(&off, note)], vec![1, 0]), (vec![note], 0));
    assert_eq!(levels(vec![terms(&warn, Severity::Error)], vec![]), (vec![], 2));
}

#[test]
fn a_rule_that_failed_keeps_its_level() {
    let mut failed = race();
    (failed.category, failed.severity) = ("fault".into(), Severity::Note);
    let error = Layer { error: vec!["all".into()], ..Layer::default() };
    let policy = Policy::everywhere(terms(&error, Severity::Note));
    let report = Report::new(gathered(vec![failed]), &sources(), &options(&policy));
    assert_eq!(report.findings[0].diagnostic.severity, Severity::Note);
}

#[test]
fn statistics_count_each_rule_the_most_frequent_first() {
    let mut twice = race();
    twice.primary.location = at(0, "AddUnguarded", 0);
    let found = vec![unparsed_file(at(1, "func", 0), "p", "x"), race(), twice];
    let mut out = Vec::new();
    write_statistics(&report_of(gathered(found), Confidence::Likely), Paint::PLAIN, &mut out).expect("a vector can be written to");
    assert_eq!(String::from_utf8(out).expect("it is UTF-8"), "2  error    unguarded-map-write\n1  note     unparsed-file\n");
}

#[test]
fn files_that_nobody_asked_for_are_silent() {
    let mut silent = gathered(vec![race()]);
    silent.asked_for = vec![Asked::Nothing, Asked::All];
    assert!(report_of(silent, Confidence::Likely).findings.is_empty());
}

#[test]
fn the_exit_code_follows_from_levels_and_problems() {
    let report = sample();
    assert!(report.is_blocked());
    assert!(report.reaches(Severity::Error));
    let notes = report_of(gathered(vec![unparsed_file(at(1, "func", 0), "p", "x")]), Confidence::Likely);
    assert!(notes.reaches(Severity::Note) && !notes.reaches(Severity::Warning) && !notes.is_blocked());
}

proptest::proptest! {
    /// Whatever the text is by the time it is read again, and wherever the spans lie.
    #[test]
    fn any_text_and_any_span_can_be_shown(
        text in "([a-z\t\r\n\u{0}\u{1b}\u{9b}\u{202e}ßの𝄞\u{e0001}]|  ){0,60}",
        spans in proptest::collection::vec((0u32..250, 0u32..250), 1..5),
    ) {
        let mut finding = race();
        let location = |(start, end): (u32, u32)| Location { file: FileId(0), span: Span { start, end } };
        finding.primary.location = location(spans[0]);
        finding.related = spans[1..].iter().map(|span| label(location(*span), "here")).collect();
        (finding.threads, finding.fix, finding.map) = (vec![], None, None);
        let sources = Sources::new(vec!["p.go".into()], Box::new(move |_| Some(text.clone())));
        let policy = all_rules(Confidence::Likely);
        let options = options(&policy);
        let report = Report::new(gathered(vec![finding]), &sources, &options);
        let rules = rules();
        for format in FORMATS {
            let mut out = Vec::new();
            let presentation = presentation(&sources, &rules);
            format.write(&report, &presentation, &mut out).expect("a vector can be written to");
            let shown = String::from_utf8(out).expect("reports are UTF-8");
            proptest::prop_assert!(!shown.contains(maplint::report::terminal::is_unsafe), "{:?}", shown);
        }
    }
}
