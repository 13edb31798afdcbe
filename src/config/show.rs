//! A config as a whole, with where each value comes from.

use super::loaded::Config;
use serde::Serialize;
use toml::Value;
use toml::de::{DeTable, DeValue};

/// A key of the file that has a value which is no table: its path, and its 1-based line.
type Written = (Vec<String>, u32);

/// The effective config as TOML: each key that has a default, then what the file says beside these; each
/// value ends with its origin, `default` or `FILE:LINE`.
pub fn effective(config: &Config) -> String {
    let (file, rules) = (&config.file, &config.file.rules);
    let settings: [(&[&str], Value); 11] = [
        (&["min-confidence"], value(&file.min_confidence)),
        (&["min-severity"], value(&file.min_severity)),
        (&["fail-on"], value(&file.fail_on)),
        (&["generated"], value(&file.generated)),
        (&["exclude"], value(&file.exclude)),
        (&["rules", "paths"], value(&rules.paths)),
        (&["rules", "select"], value(&rules.select)),
        (&["rules", "ignore"], value(&rules.ignore)),
        (&["rules", "error"], value(&rules.error)),
        (&["rules", "warn"], value(&rules.warn)),
        (&["rules", "note"], value(&rules.note)),
    ];
    let written = written(config);
    let mut text = String::new();
    for (path, value) in &settings {
        let origin = written.iter().find(|(found, _)| found == path).map_or("default".to_owned(), |(_, line)| origin(config, *line));
        text.push_str(&format!("{} = {value}  # {origin}\n", keys(path)));
    }
    let table = config.text.text.parse().map(Value::Table).expect("the text has been read before");
    for (path, line) in written.iter().filter(|(path, _)| !settings.iter().any(|(known, _)| path == known)) {
        let value = path.iter().fold(&table, |value, name| &value[name.as_str()]);
        text.push_str(&format!("{} = {}  # {}\n", keys(path), tables_by_line(value), origin(config, *line)));
    }
    text
}

fn value(of: &impl Serialize) -> Value {
    Value::try_from(of).expect("words, truth values and lists of strings are TOML")
}

fn origin(config: &Config, line: u32) -> String {
    format!("{}:{line}", config.shown)
}

/// In the order of the file.
fn written(config: &Config) -> Vec<Written> {
    // The text has been read without a fault before.
    let (document, _) = DeTable::parse_recoverable(&config.text.text);
    let mut found = Vec::new();
    leaves(document.get_ref(), &[], &mut found);
    found.sort_by_key(|(_, at)| *at);
    found.into_iter().map(|(path, at)| (path, config.text.line(at))).collect()
}

/// Each with the byte at which its key starts.
fn leaves(table: &DeTable, above: &[String], found: &mut Vec<(Vec<String>, usize)>) {
    for (name, value) in table {
        let path: Vec<String> = above.iter().cloned().chain([name.get_ref().to_string()]).collect();
        match value.get_ref() {
            DeValue::Table(inner) => leaves(inner, &path, found),
            _ => found.push((path, name.span().start)),
        }
    }
}

/// A path as TOML writes it.
fn keys(path: &[impl AsRef<str>]) -> String {
    let of_bare_key = |character: char| character.is_ascii_alphanumeric() || matches!(character, '-' | '_');
    let key = |name: &str| match name.is_empty() || !name.chars().all(of_bare_key) {
        true => Value::from(name).to_string(),
        false => name.to_owned(),
    };
    path.iter().map(|name| key(name.as_ref())).collect::<Vec<_>>().join(".")
}

/// A value on one line; of a list of tables, each on its own.
fn tables_by_line(value: &Value) -> String {
    match value.as_array().filter(|items| items.iter().any(Value::is_table)) {
        Some(items) => format!("[\n{}]", items.iter().map(|item| format!("  {item},\n")).collect::<String>()),
        None => value.to_string(),
    }
}
