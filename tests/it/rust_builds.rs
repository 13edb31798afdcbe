//! What `testdata/rust` claims of Rust is only worth reading if it is Rust: each case compiles,
//! all targets of it, without a warning.

use crate::support::rust_cases;
use std::io;

#[test]
fn every_case_compiles() -> io::Result<()> {
    let cases = rust_cases::folders()?;
    assert!(!cases.is_empty(), "no case under testdata/rust");
    let mut failures = Vec::new();
    for case in cases {
        let output = rust_cases::cargo(&case, &["check", "--all-targets"])?;
        if !output.status.success() || !output.stderr.is_empty() {
            failures.push(format!("{}:\n{}", rust_cases::shown(&case), String::from_utf8_lossy(&output.stderr)));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    Ok(())
}
