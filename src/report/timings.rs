//! Where the time of a run went: `--timings`.

use crate::diagnostic::RuleId;
use crate::report::terminal::printable;
use std::cmp::Reverse;
use std::time::Duration;

/// Wall time by stage, and of the stage that asks the rules by rule.
#[derive(Clone, Debug, Default)]
pub struct Timings {
    /// In the order in which they ran; they do not overlap.
    pub stages: Vec<(&'static str, Duration)>,
    /// What each rule that ran took on its one thread, in any order.
    pub rules: Vec<(RuleId, Duration)>,
}

/// A line for each stage, then for each rule, the slowest first: milliseconds, the part of the whole
/// that a stage has, the name.
pub fn timings_table(timings: &Timings) -> String {
    let whole: Duration = timings.stages.iter().map(|(_, time)| *time).sum();
    let share = |time: Duration| if whole.is_zero() { 0.0 } else { 100.0 * time.as_secs_f64() / whole.as_secs_f64() };
    let mut text = String::from("time by stage\n");
    for (stage, time) in &timings.stages {
        text.push_str(&format!("{:>10.1} ms  {:>5.1} %  {stage}\n", milliseconds(*time), share(*time)));
    }
    text.push_str(&format!("{:>10.1} ms  100.0 %  all\n", milliseconds(whole)));
    text.push_str("time by rule\n");
    let mut rules = timings.rules.clone();
    rules.sort_by_key(|(rule, time)| (Reverse(*time), rule.as_str()));
    for (rule, time) in rules {
        text.push_str(&format!("{:>10.3} ms  {}\n", milliseconds(time), printable(&rule)));
    }
    text
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_keep_their_order_and_rules_are_ordered_by_time() {
        let time = Duration::from_micros;
        let stages = vec![("reading", time(1500)), ("analysing", time(500))];
        let rules = vec![("b".into(), time(7)), ("a".into(), time(7)), ("slow".into(), time(90))];
        let expected = "\
time by stage
       1.5 ms   75.0 %  reading
       0.5 ms   25.0 %  analysing
       2.0 ms  100.0 %  all
time by rule
     0.090 ms  slow
     0.007 ms  a
     0.007 ms  b
";
        assert_eq!(timings_table(&Timings { stages, rules }), expected);
    }
}
