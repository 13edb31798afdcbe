//! How likely it is that more than so many keys fall into one part of a table. Keys are hashed, so that each falls
//! into any part alike.

/// Up to this many the terms of the distribution are added up: exact, in some thousand steps. Above it stands for the
/// normal distribution, which is then as good as the model is.
const MAX_ADDED: u64 = 4096;

/// P(X > k), where X is binomial: `n` trials, each with the chance `p`.
///
/// The terms are added up from the one at `k`, away from the mean. Libraries go through the incomplete beta
/// function, whose expansions do not converge for 10⁹ trials of a small chance within the steps that they allow.
pub(super) fn more_than(k: u64, n: u64, p: f64) -> f64 {
    if k >= n || p <= 0.0 {
        return 0.0;
    }
    if p >= 1.0 {
        return 1.0;
    }
    let (mean, variance) = (n as f64 * p, n as f64 * p * (1.0 - p));
    if k > MAX_ADDED {
        // The middle between `k` and the next stands for the step between them.
        return libm::erfc((k as f64 + 0.5 - mean) / (2.0 * variance).sqrt()) / 2.0;
    }
    let odds = p / (1.0 - p);
    // The term at `k`, as a logarithm: it can be smaller than any number.
    let choose: f64 = (0..k).map(|i| ((n - i) as f64 / (i + 1) as f64).ln()).sum();
    let at_k = choose + k as f64 * p.ln() + (n - k) as f64 * (-p).ln_1p();
    let add = |from: f64, ratio: &dyn Fn(u64) -> Option<f64>| {
        let (mut sum, mut term) = (0.0, from);
        for step in 0.. {
            sum += term;
            match ratio(step).map(|ratio| term * ratio) {
                Some(next) if next > sum * f64::EPSILON => term = next,
                _ => break,
            }
        }
        sum
    };
    let outside = if mean > k as f64 {
        1.0 - add(at_k.exp(), &|step| (step < k).then(|| (k - step) as f64 / ((n - k + step + 1) as f64 * odds)))
    } else {
        let next = at_k.exp() * (n - k) as f64 / (k + 1) as f64 * odds;
        add(next, &|step| (k + 1 + step < n).then(|| (n - k - 1 - step) as f64 / (k + 2 + step) as f64 * odds))
    };
    outside.clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_near(found: f64, expected: f64) -> bool {
        (found - expected).abs() <= 1e-9 * expected.max(1e-3)
    }

    #[test]
    fn small_cases_are_those_of_hand() {
        assert!(is_near(more_than(0, 3, 0.5), 7.0 / 8.0));
        assert!(is_near(more_than(1, 3, 0.5), 4.0 / 8.0));
        assert!(is_near(more_than(2, 3, 0.5), 1.0 / 8.0));
        assert!(is_near(more_than(3, 3, 0.5), 0.0));
        assert!(is_near(more_than(8, 9, 0.5), 1.0 / 512.0));
        assert!(is_near(more_than(896, 897, 1.0), 1.0));
    }

    #[test]
    fn far_from_the_mean_it_is_sure() {
        assert!(more_than(896, 1000, 0.5) < 1e-100);
        assert!(more_than(896, 1_000_000_000, 1.0 / 1024.0) > 1.0 - 1e-12);
        assert!(more_than(896, 1_000_000_000, 1.0 / f64::from(1 << 30)) < 1e-12);
    }

    #[test]
    fn around_the_mean_it_is_half_for_any_count() {
        for depth in [1, 4, 10, 20, 30] {
            let chance = more_than(896, 896 << depth, 1.0 / (1_u64 << depth) as f64);
            assert!((0.48..0.5).contains(&chance), "at depth {depth}: {chance}");
        }
    }

    #[test]
    fn both_ways_of_working_it_out_agree() {
        let (n, p) = (40_000, 0.1025);
        let added = more_than(MAX_ADDED, n, p);
        let normal = more_than(MAX_ADDED + 1, n, p);
        assert!((added - normal).abs() < 0.01, "{added} {normal}");
    }
}
