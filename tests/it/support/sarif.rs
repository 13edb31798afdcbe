//! The published schema of SARIF 2.1.0.

use serde_json::Value;

/// What in a log does not keep to the schema: place and complaint.
pub(crate) fn violations(log: &Value) -> Vec<String> {
    // As published, the pattern of language tags has a bracket too many, which no strict regular
    // expression engine accepts.
    let published = include_str!("sarif-schema-2.1.0.json");
    let mended = published.replace("^[a-zA-Z]{2}|^[a-zA-Z]{2}-[a-zA-Z]{2}]?$", "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$");
    assert_ne!(mended, published);
    let schema = serde_json::from_str(&mended).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is sound");
    validator.iter_errors(log).map(|error| format!("{}: {error}", error.instance_path())).collect()
}
