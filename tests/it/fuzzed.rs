//! The fuzz targets of `fuzz/` over their kept corpora: what once broke one stays mended, with no need of a fuzzer.

use crate::support::{files_below, root};

#[path = "../../fuzz/bodies.rs"]
mod bodies;

#[test]
fn every_kept_input_is_borne() {
    for (name, body) in bodies::TARGETS {
        let inputs = files_below(&format!("fuzz/corpus/{name}"), "");
        assert!(!inputs.is_empty(), "{name} has no corpus");
        for input in inputs {
            let data = std::fs::read(root().join(&input)).expect("the corpus can be read");
            body(&data);
        }
    }
}
