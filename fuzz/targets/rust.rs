//! See `bodies::rust`.
#![no_main]

#[path = "../bodies.rs"]
#[allow(dead_code, reason = "each target runs one")]
mod bodies;

libfuzzer_sys::fuzz_target!(|data: &[u8]| bodies::rust(data));
