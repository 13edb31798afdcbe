//! The JSON schema of `maplint.toml`, made from its types, and what a file has that the schema has not.

use super::file::ConfigFile;
use super::read::Fault;
use crate::report::nearest;
use schemars::generate::SchemaSettings;
use serde_json::Value;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The schema, of draft 7, which editors know best.
pub fn json_schema() -> Value {
    SchemaSettings::draft07().into_generator().into_root_schema_for::<ConfigFile>().to_value()
}

/// Keys that the schema does not have, and words that are none of those it has in their place, in the
/// order of the file.
pub(super) fn unknown(document: &DeTable) -> Vec<Fault> {
    let root = json_schema();
    let mut found = Unknown { root: &root, faults: Vec::new() };
    found.in_table(document, &root, "");
    found.faults.sort_by_key(|fault| fault.at);
    found.faults
}

struct Unknown<'s> {
    root: &'s Value,
    faults: Vec<Fault>,
}

impl<'s> Unknown<'s> {
    fn in_value(&mut self, value: &Spanned<DeValue>, schema: &'s Value, path: &str) {
        let schema = self.resolved(schema);
        match value.get_ref() {
            DeValue::Table(table) => self.in_table(table, schema, path),
            DeValue::Array(items) => {
                if let Some(schema) = schema.get("items") {
                    items.iter().for_each(|item| self.in_value(item, schema, path));
                }
            }
            DeValue::String(word) => {
                let words = words(schema);
                if !words.is_empty() && !words.contains(&word.as_ref()) {
                    let message = format!("`{word}` is not a value of `{path}`{}", hint(word, "values", &words));
                    self.faults.push(Fault { at: value.span().start, message });
                }
            }
            _ => {}
        }
    }

    fn in_table(&mut self, table: &DeTable, schema: &'s Value, path: &str) {
        let schema = self.resolved(schema);
        let properties = schema.get("properties").and_then(Value::as_object);
        // Where a value of another type is wanted, its own error is the better one.
        let Some(others) = schema.get("additionalProperties") else { return };
        // Of the names of keys the schema says only that they are the numbers of arguments.
        let numbered = schema.get("propertyNames").is_some();
        for (key, value) in table {
            let name: &str = key.get_ref();
            if numbered && !name.bytes().all(|byte| byte.is_ascii_digit()) {
                let message = format!("`{name}` is no argument of `{path}`: they are numbered from 0");
                self.faults.push(Fault { at: key.span().start, message });
            }
            let inner = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
            match properties.and_then(|properties| properties.get(name)) {
                Some(schema) => self.in_value(value, schema, &inner),
                None if others.is_object() => self.in_value(value, others, &inner),
                None => {
                    let keys: Vec<&str> = properties.into_iter().flat_map(|properties| properties.keys()).map(String::as_str).collect();
                    let hint = match keys.iter().find(|key| self.has(&schema["properties"][**key], name)) {
                        Some(table) => format!(": it stands under `{table}`"),
                        None => hint(name, "keys there", &keys),
                    };
                    self.faults.push(Fault { at: key.span().start, message: format!("unknown key `{inner}`{hint}") });
                }
            }
        }
    }

    /// Whether a table of this schema has the key.
    fn has(&self, schema: &'s Value, key: &str) -> bool {
        self.resolved(schema).get("properties").is_some_and(|properties| properties.get(key).is_some())
    }

    /// The schema that a reference, or an alternative to null, stands for.
    fn resolved(&self, schema: &'s Value) -> &'s Value {
        let mut schema = schema;
        loop {
            let target = schema.get("$ref").and_then(Value::as_str).and_then(|target| self.root.pointer(target.strip_prefix('#')?));
            let wrapped = || schema.get("allOf").and_then(|all| all.get(0));
            let optional = || schema.get("anyOf")?.as_array()?.iter().find(|one| one.get("type").is_none_or(|kind| kind != "null"));
            match target.or_else(wrapped).or_else(optional) {
                Some(inner) => schema = inner,
                None => return schema,
            }
        }
    }
}

/// The words that an enumeration has.
fn words(schema: &Value) -> Vec<&str> {
    let list = |key: &str| schema.get(key).and_then(Value::as_array).into_iter().flatten();
    let consts =
        list("oneOf").flat_map(|one| one.get("const").into_iter().chain(one.get("enum").and_then(Value::as_array).into_iter().flatten()));
    list("enum").chain(consts).filter_map(Value::as_str).collect()
}

fn hint(name: &str, what: &str, valid: &[&str]) -> String {
    let near = nearest(name, valid.iter().copied()).map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
    let list: Vec<String> = valid.iter().map(|name| format!("`{name}`")).collect();
    let start = if near.is_empty() { "the" } else { "The" };
    format!(": {near}{start} {what} are {}", list.join(", "))
}
