//! Texts with one line changed, for tests that hold two parsers against one another.

use xxhash_rust::xxh3::xxh3_64_with_seed;

/// How many there are of a text: a line left out, a line doubled, two lines swapped.
pub(super) const MUTANTS: u64 = 3;

/// The text with one line changed, which the number (below [`MUTANTS`]) and the text choose.
pub(super) fn mutated(text: &str, mutant: u64) -> String {
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    let chosen = usize::try_from(xxh3_64_with_seed(text.as_bytes(), mutant) % (lines.len() as u64).max(1)).expect("it is below the length");
    match mutant {
        _ if lines.len() < 2 => {}
        0 => drop(lines.remove(chosen)),
        1 => lines.insert(chosen, lines[chosen]),
        _ => {
            let next = (chosen + 1) % lines.len();
            lines.swap(chosen, next);
        }
    }
    lines.concat()
}
