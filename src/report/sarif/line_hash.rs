//! `primaryLocationLineHash`, as GitHub computes it where a log lacks it (`src/fingerprints.ts` of
//! `github/codeql-action`): a rolling hash over the hundred units of UTF-16 that follow the start of a
//! line, blanks left out, with a number that tells equal ones in a file apart.
//!
//! A line ends at `\n`, `\r` or both. The end of the text counts as one more unit, after which zeros
//! follow. A byte order mark is no part of the text here; GitHub counts it to the first line.

use std::collections::HashMap;

/// How many units the hash of a line looks at.
const WINDOW: usize = 100;
const FACTOR: u64 = 37;
const END: u16 = u16::MAX;

/// The hash of each line, from the first on, as `hash:number`. There is always a first.
pub(super) fn line_hashes(text: &str) -> Vec<String> {
    let mut rolling = Rolling {
        window: [0; WINDOW],
        starts_line: [false; WINDOW],
        at: 0,
        hash: 0,
        oldest: (0..WINDOW).fold(1, |power, _| FACTOR.wrapping_mul(power)),
        counts: HashMap::new(),
        hashes: Vec::new(),
    };
    let mut opens_line = true;
    let mut after_return = false;
    for unit in text.encode_utf16().chain([END]) {
        let [blank, tab, feed, carriage_return] = [' ', '\t', '\n', '\r'].map(|character| character as u16);
        let joins_return = std::mem::take(&mut after_return) && unit == feed;
        if unit == blank || unit == tab || joins_return {
            continue;
        }
        after_return = unit == carriage_return;
        let unit = if after_return { feed } else { unit };
        rolling.close_line();
        rolling.starts_line[rolling.at] = std::mem::replace(&mut opens_line, unit == feed);
        rolling.push(unit);
    }
    for _ in 0..WINDOW {
        rolling.close_line();
        rolling.push(0);
    }
    rolling.hashes
}

/// The hash of the last [`WINDOW`] units.
struct Rolling {
    window: [u16; WINDOW],
    /// Which of the units in the window start a line whose hash is not yet told.
    starts_line: [bool; WINDOW],
    /// Where the oldest unit is, which the next one replaces.
    at: usize,
    hash: u64,
    /// What takes a unit out of the hash that is a window old.
    oldest: u64,
    counts: HashMap<u64, usize>,
    hashes: Vec<String>,
}

impl Rolling {
    /// Tells the hash of the line that starts with the oldest unit, if one does: the window holds all that
    /// it looks at.
    fn close_line(&mut self) {
        if std::mem::take(&mut self.starts_line[self.at]) {
            let count = self.counts.entry(self.hash).or_default();
            *count += 1;
            self.hashes.push(format!("{:x}:{count}", self.hash));
        }
    }

    fn push(&mut self, unit: u16) {
        let oldest = u64::from(std::mem::replace(&mut self.window[self.at], unit));
        self.hash = FACTOR.wrapping_mul(self.hash).wrapping_add(unit.into()).wrapping_sub(self.oldest.wrapping_mul(oldest));
        self.at = (self.at + 1) % WINDOW;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(line_hashes(text), expected, "{text:?}");
    }

    /// The cases of the published algorithm's own tests.
    #[test]
    fn published_cases() {
        check("", &["c129715d7a2bc9a3:1"]);
        check(" a\nb\n  \t\tc\n d", &["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"]);
        check(
            " hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End",
            &[
                "8b7cf3e952e7aeb2:1",
                "b1ae1287ec4718d9:1",
                "bff680108adb0fcc:1",
                "c6805c5e1288b612:1",
                "b86d3392aea1be30:1",
                "e6ceba753e1a442:1",
            ],
        );
        let x = ["e54938cc54b302f1:1", "bb609acbe9138d60:1", "1131fd5871777f34:1", "5c482a0f8b35ea28:1", "54517377da7028d2:1"];
        let rest = ["2c644846cb18d53e:1", "f1b89f20de0d133:1", "c129715d7a2bc9a3:1"];
        check("x = 2\nx = 1\nprint(x)\nx = 3\nprint(x)\nx = 4\nprint(x)\n", &[&x[..], &rest[..]].concat());
    }

    /// Published cases too.
    #[test]
    fn all_line_breaks_are_one() {
        let expected = [
            "e9496ae3ebfced30:1",
            "fb7c023a8b9ccb3f:1",
            "ce8ba1a563dcdaca:1",
            "e20e36e16fcb0cc8:1",
            "b3edc88f2938467e:1",
            "c8e28b0b4002a3a0:1",
            "c129715d7a2bc9a3:1",
        ];
        check(" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n", &expected);
        check(" hello; \t\nworld!!!\r\r\r  \t\tGreetings\r End\r", &expected);
        check(" hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n", &expected);
        check(" hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n", &expected);
    }

    /// A published case.
    #[test]
    fn equal_lines_are_numbered() {
        let mut expected: Vec<String> = (1..=6).map(|number| format!("a7f2ff13bc495cf2:{number}")).collect();
        let end = ["a7f2ff1481e87703:1", "a9cf91f7bbf1862b:1", "55ec222b86bcae53:1", "cc97dc7b1d7d8f7b:1", "c129715d7a2bc9a3:1"];
        expected.extend(end.map(str::to_owned));
        assert_eq!(line_hashes(&"Lorem ipsum dolor sit amet.\n".repeat(10)), expected);
    }

    /// What the published algorithm gives for these texts.
    #[test]
    fn units_are_those_of_utf_16() {
        check("größe := m[\"地図𝄞\"]\r\n\tx\u{a0}y\n", &["ef4c9e1503e905fc:1", "e5cd217c37710a12:1", "c129715d7a2bc9a3:1"]);
    }
}
