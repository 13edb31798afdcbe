//! The same bytes, whatever surrounds a run: threads, the order of its arguments, locale, time zone, where the source lies.

use crate::support::{copy_folder, maplint, root};
use std::path::Path;
use tempfile::TempDir;

/// What is said of some cases, the time that it took aside.
fn written(folder: &Path, paths: &[&str], threads: &str, environment: &[(&str, &str)]) -> String {
    let mut command = maplint();
    command.current_dir(folder).envs(environment.iter().copied());
    command.args(["--no-config", "--select", "all", "--min-confidence", "possible", "--format", "json", "--threads", threads]);
    let output = command.args(paths).output().expect("maplint runs");
    let text = String::from_utf8(output.stdout).expect("output is UTF-8");
    let (before, rest) = text.split_once("\"elapsed_ms\": ").expect("the summary tells the time");
    let (_, after) = rest.split_once('\n').expect("the summary goes on");
    [before, after].concat()
}

/// How many threads, by how much the arguments are turned, and variables of the environment.
type Surroundings<'a> = (&'a str, usize, &'a [(&'a str, &'a str)]);

#[test]
fn no_order_of_arguments_no_locale_and_no_folder_changes_a_byte() {
    let paths = ["unguarded-map-read/...", "unguarded-map-write/...", "map-guard-reentry/...", "ever-growing-map/..."];
    let folder = root().join("testdata/go");
    let first = written(&folder, &paths, "1", &[]);
    assert!(first.contains("unguarded-map-write"), "{first}");
    let surroundings: [Surroundings<'_>; 4] = [
        ("2", 1, &[("LC_ALL", "tr_TR.UTF-8"), ("TZ", "Pacific/Kiritimati")]),
        ("3", 2, &[("LC_ALL", "C"), ("LANG", "C"), ("TZ", "America/Adak")]),
        ("8", 3, &[("LANGUAGE", "de"), ("LC_NUMERIC", "de_DE.UTF-8"), ("TZ", ":/nowhere")]),
        ("2", 0, &[("TMPDIR", "/nowhere"), ("COLUMNS", "20"), ("HOME", "/nowhere")]),
    ];
    for (threads, by, environment) in surroundings {
        let mut paths = paths;
        paths.rotate_left(by);
        assert_eq!(written(&folder, &paths, threads, environment), first, "{threads} {environment:?}");
    }
    let elsewhere = TempDir::new().expect("a folder can be made");
    for path in paths {
        let name = path.trim_end_matches("/...");
        copy_folder(&folder.join(name), &elsewhere.path().join(name));
    }
    assert_eq!(written(elsewhere.path(), &paths, "2", &[]), first);
}
