//! Calendar days: until when a suppression holds.

use std::fmt;

/// A calendar day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(jiff::civil::Date);

/// The variable by which builds that are to be repeatable give the time: seconds since 1970.
const EPOCH: &str = "SOURCE_DATE_EPOCH";

impl Day {
    /// The day written as `2027-01-31`; `None` where there is no such day.
    pub fn parse(text: &str) -> Option<Day> {
        // The library takes more forms than the one that suppressions have.
        let is_plain = text.len() == "2027-01-31".len() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        text.parse().ok().filter(|_| is_plain).map(Day)
    }

    /// This day in UTC, so that it is the same for all who look at one tree; the day of
    /// `SOURCE_DATE_EPOCH` where that is set. The error says what is wrong with the variable.
    pub fn today() -> Result<Day, String> {
        let now = match std::env::var(EPOCH) {
            Err(_) => jiff::Timestamp::now(),
            Ok(seconds) => {
                let parsed = seconds.parse().ok().and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
                parsed.ok_or_else(|| format!("`{EPOCH}` is no number of seconds since 1970: `{seconds}`"))?
            }
        };
        Ok(Day(jiff::tz::TimeZone::UTC.to_datetime(now).date()))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_written_in_one_way() {
        for day in ["2027-01-31", "2028-02-29", "0999-12-01"] {
            assert_eq!(Day::parse(day).map(|day| day.to_string()).as_deref(), Some(day));
        }
        for wrong in ["", "soon", "2027-02-29", "31-01-2027", "2027-1-31", "20270131", "2027-01-31T00:00", "2027-13-01", "-02027-01-1"] {
            assert_eq!(Day::parse(wrong), None, "{wrong}");
        }
        assert!(Day::parse("2027-01-31") < Day::parse("2027-02-01"));
    }
}
