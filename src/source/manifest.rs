//! The text of a `Cargo.toml`: what is needed of it, read as values and not by a schema, so that keys
//! of later Cargo versions, and mistakes elsewhere in it, cost nothing.

use super::error::Error;
use toml::{Table, Value};

/// What a `Cargo.toml` says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Manifest {
    /// `[package]`.
    pub package: Option<Package>,
    /// `[workspace]`.
    pub workspace: Option<Workspace>,
    /// Targets that are written down with a path or a name of their own.
    pub targets: Vec<TargetEntry>,
    /// All tables of dependencies together, by key.
    pub dependencies: Vec<Dependency>,
}

/// `[package]`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Package {
    /// The name as written.
    pub name: String,
    /// Its edition.
    pub edition: Edition,
    /// `workspace = "…"`: the folder of the workspace's root, relative to the file.
    pub workspace: Option<String>,
    /// `build = "…"`; `Some(None)` for `build = false`.
    pub build: Option<Option<String>>,
    /// Whether others can get it: `publish`; `None`: the workspace says so.
    pub publish: Option<bool>,
    /// Its programs are targets of `cargo fuzz`.
    pub fuzzes: bool,
}

/// A package's edition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Edition {
    /// No key: 2015.
    #[default]
    Default,
    /// Its year.
    Year(u16),
    /// The workspace's.
    Inherited,
}

/// `[workspace]`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Workspace {
    /// Folders, relative to the file, with `*`.
    pub members: Vec<String>,
    /// Folders, relative to the file.
    pub exclude: Vec<String>,
    /// `[workspace.package] edition`.
    pub edition: Option<u16>,
    /// `[workspace.package] publish`.
    pub publish: bool,
    /// `[workspace.dependencies]`.
    pub dependencies: Vec<Dependency>,
    /// `[patch.*]`.
    pub patches: Vec<Dependency>,
}

/// One dependency.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Dependency {
    /// The key in its table.
    pub key: String,
    /// `path = "…"`, relative to the file.
    pub path: Option<String>,
    /// `package = "…"`.
    pub package: Option<String>,
    /// `workspace = true`.
    pub inherited: bool,
    /// Only tests, benchmarks and examples have it.
    pub dev: bool,
}

/// What a target is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum TargetKind {
    /// The library.
    Lib,
    /// A program.
    Bin,
    /// An example.
    Example,
    /// An integration test.
    Test,
    /// A benchmark.
    Bench,
    /// The build script.
    Build,
}

/// `[lib]` or one of `[[bin]]`, `[[example]]`, `[[test]]`, `[[bench]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TargetEntry {
    /// Which table.
    pub kind: TargetKind,
    /// `name`.
    pub name: Option<String>,
    /// `path`, relative to the file.
    pub path: Option<String>,
}

/// Reads a `Cargo.toml`. Where it breaks TOML, or is for neither a package nor a workspace, the
/// manifest is empty.
pub(super) fn parse_manifest(text: &str) -> (Manifest, Vec<Error>) {
    let table: Table = match toml::from_str(text) {
        Ok(table) => table,
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start).min(text.len());
            let line = text.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
            // The parser's message may name several things, a line each.
            let message = error.message().lines().collect::<Vec<_>>().join(", ");
            return (Manifest::default(), vec![Error::Syntax(message).at_line(u32::try_from(line).unwrap_or(u32::MAX))]);
        }
    };
    let mut manifest = Manifest {
        package: table_of(&table, "package").or_else(|| table_of(&table, "project")).map(package),
        workspace: table_of(&table, "workspace").map(|workspace| read_workspace(workspace, &table)),
        targets: targets(&table),
        dependencies: all_dependencies(&table),
    };
    let mut errors = Vec::new();
    if manifest.package.as_ref().is_some_and(|package| package.name.is_empty()) {
        errors.push(Error::Syntax("`[package]` has no `name`".to_owned()).at_line(1));
        manifest.package = None;
    } else if manifest.package.is_none() && manifest.workspace.is_none() {
        errors.push(Error::Syntax("neither `[package]` nor `[workspace]`".to_owned()).at_line(1));
    }
    (manifest, errors)
}

fn package(table: &Table) -> Package {
    let edition = match table.get("edition") {
        Some(Value::String(year)) => year.parse().map_or(Edition::Default, Edition::Year),
        Some(Value::Table(inherit)) if inherit.get("workspace") == Some(&Value::Boolean(true)) => Edition::Inherited,
        _ => Edition::Default,
    };
    let build = match table.get("build") {
        Some(Value::String(path)) => Some(Some(path.clone())),
        Some(Value::Boolean(false)) => Some(None),
        _ => None,
    };
    let publish = match table.get("publish") {
        Some(Value::Table(_)) => None,
        publish => Some(is_published(publish)),
    };
    let fuzzes = table_of(table, "metadata").is_some_and(|metadata| metadata.get("cargo-fuzz") == Some(&Value::Boolean(true)));
    let name = string_of(table, "name").unwrap_or_default();
    Package { name, edition, workspace: string_of(table, "workspace"), build, publish, fuzzes }
}

/// What `publish` says: nothing, `true` or `false`, or a list of registries.
fn is_published(publish: Option<&Value>) -> bool {
    match publish {
        Some(Value::Boolean(publish)) => *publish,
        Some(Value::Array(registries)) => !registries.is_empty(),
        _ => true,
    }
}

fn read_workspace(table: &Table, manifest: &Table) -> Workspace {
    let strings = |key: &str| -> Vec<String> {
        let values = table.get(key).and_then(Value::as_array).into_iter().flatten();
        values.filter_map(|value| value.as_str().map(str::to_owned)).collect()
    };
    let patches = table_of(manifest, "patch").into_iter().flat_map(Table::values).filter_map(Value::as_table);
    Workspace {
        members: strings("members"),
        exclude: strings("exclude"),
        edition: table_of(table, "package").and_then(|package| string_of(package, "edition")?.parse().ok()),
        publish: is_published(table_of(table, "package").and_then(|package| package.get("publish"))),
        dependencies: table_of(table, "dependencies").map(dependencies).unwrap_or_default(),
        patches: patches.flat_map(dependencies).collect(),
    }
}

fn targets(table: &Table) -> Vec<TargetEntry> {
    let entry = |kind: TargetKind, table: &Table| TargetEntry { kind, name: string_of(table, "name"), path: string_of(table, "path") };
    let mut targets: Vec<TargetEntry> = table_of(table, "lib").map(|lib| entry(TargetKind::Lib, lib)).into_iter().collect();
    for (key, kind) in
        [("bin", TargetKind::Bin), ("example", TargetKind::Example), ("test", TargetKind::Test), ("bench", TargetKind::Bench)]
    {
        let entries = table.get(key).and_then(Value::as_array).into_iter().flatten();
        targets.extend(entries.filter_map(Value::as_table).map(|table| entry(kind, table)));
    }
    targets
}

/// The dependencies of every kind and platform; of a key that is there twice, one that has a path, for
/// tests only where both are.
fn all_dependencies(table: &Table) -> Vec<Dependency> {
    let platforms = table_of(table, "target").into_iter().flat_map(Table::values).filter_map(Value::as_table);
    let mut all: Vec<Dependency> = Vec::new();
    for table in std::iter::once(table).chain(platforms) {
        for kind in ["dependencies", "dev-dependencies", "dev_dependencies", "build-dependencies", "build_dependencies"] {
            let dev = kind.starts_with("dev");
            all.extend(table_of(table, kind).into_iter().flat_map(dependencies).map(|dependency| Dependency { dev, ..dependency }));
        }
    }
    all.sort_by(|a, b| (&a.key, !a.inherited && a.path.is_none()).cmp(&(&b.key, !b.inherited && b.path.is_none())));
    all.dedup_by(|later, earlier| {
        let same = later.key == earlier.key;
        earlier.dev &= !same || later.dev;
        same
    });
    all
}

fn dependencies(table: &Table) -> Vec<Dependency> {
    let dependency = |(key, value): (&String, &Value)| {
        let fields = value.as_table();
        Dependency {
            key: key.clone(),
            path: fields.and_then(|fields| string_of(fields, "path")),
            package: fields.and_then(|fields| string_of(fields, "package")),
            inherited: fields.is_some_and(|fields| fields.get("workspace") == Some(&Value::Boolean(true))),
            dev: false,
        }
    };
    table.iter().map(dependency).collect()
}

fn table_of<'a>(table: &'a Table, key: &str) -> Option<&'a Table> {
    table.get(key)?.as_table()
}

fn string_of(table: &Table, key: &str) -> Option<String> {
    table.get(key)?.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Problem;

    fn parse(text: &str) -> Manifest {
        let (manifest, errors) = parse_manifest(text);
        assert!(errors.is_empty(), "{errors:?}");
        manifest
    }

    fn edition(text: &str) -> Edition {
        parse(&format!("[package]\nname = \"a\"\n{text}")).package.expect("a package").edition
    }

    #[test]
    fn editions() {
        assert_eq!(edition(""), Edition::Default);
        assert_eq!(edition("edition = \"2021\""), Edition::Year(2021));
        assert_eq!(edition("edition.workspace = true"), Edition::Inherited);
        assert_eq!(edition("edition = { workspace = true }"), Edition::Inherited);
        assert_eq!(parse("[workspace.package]\nedition = \"2024\"").workspace.expect("a workspace").edition, Some(2024));
    }

    #[test]
    fn dependencies_of_all_kinds() {
        let manifest = parse(
            "[package]\nname = \"a\"\nnew-key = 1\n[dependencies]\nb = \"1\"\nc = { path = \"../c\" }\nd.workspace = true\n\
             [dev-dependencies]\nb = { path = \"../b\" }\n[target.'cfg(unix)'.dependencies]\ne = { path = \"e\", package = \"real-e\" }\n",
        );
        let shown: Vec<_> =
            manifest.dependencies.iter().map(|d| (d.key.as_str(), d.path.as_deref(), d.package.as_deref(), d.inherited)).collect();
        assert_eq!(
            shown,
            [
                ("b", Some("../b"), None, false),
                ("c", Some("../c"), None, false),
                ("d", None, None, true),
                ("e", Some("e"), Some("real-e"), false)
            ]
        );
        assert!(manifest.dependencies.iter().all(|d| !d.dev));
        let manifest = parse("[package]\nname = \"a\"\n[dev-dependencies]\nb = { path = \"b\" }\n[build-dependencies]\nc = \"1\"\n");
        assert_eq!(manifest.dependencies.iter().map(|d| d.dev).collect::<Vec<_>>(), [true, false]);
    }

    #[test]
    fn who_can_get_a_package() {
        let publish = |text: &str| parse(&format!("[package]\nname = \"a\"\n{text}")).package.expect("a package").publish;
        assert_eq!(publish(""), Some(true));
        assert_eq!(publish("publish = false"), Some(false));
        assert_eq!(publish("publish = []"), Some(false));
        assert_eq!(publish("publish = [\"mine\"]"), Some(true));
        assert_eq!(publish("publish.workspace = true"), None);
        let workspace = parse("[workspace.package]\npublish = false").workspace.expect("a workspace");
        assert!(!workspace.publish);
    }

    #[test]
    fn targets_and_workspaces() {
        let manifest = parse(
            "[package]\nname = \"a\"\nbuild = \"b.rs\"\n[lib]\nname = \"l\"\n[[bin]]\nname = \"x\"\npath = \"x.rs\"\n\
             [workspace]\nmembers = [\"m/*\"]\nexclude = [\"m/n\"]\n[patch.crates-io]\np = { path = \"p\" }\n",
        );
        assert_eq!(manifest.package.expect("a package").build, Some(Some("b.rs".to_owned())));
        assert_eq!(manifest.targets.len(), 2);
        let workspace = manifest.workspace.expect("a workspace");
        assert_eq!((workspace.members, workspace.exclude), (vec!["m/*".to_owned()], vec!["m/n".to_owned()]));
        assert_eq!(workspace.patches[0].path.as_deref(), Some("p"));
    }

    #[test]
    fn broken_manifests_name_the_line() {
        let problem = |text: &str| {
            let (manifest, errors) = parse_manifest(text);
            assert!(manifest.package.is_none());
            errors.into_iter().map(Problem::from).map(|problem| (problem.line, problem.message)).next().expect("a problem")
        };
        assert_eq!(problem("[package]\nname = \n").0, Some(2));
        assert_eq!(problem("[dependencies]\n"), (Some(1), "neither `[package]` nor `[workspace]`".to_owned()));
        assert_eq!(problem("[package]\nversion = \"1\"\n"), (Some(1), "`[package]` has no `name`".to_owned()));
        assert_eq!(problem(&format!("a = {}", "[".repeat(100_000))).0, Some(1));
    }
}
