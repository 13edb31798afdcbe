//! The cells that were measured by hand, and what surprises in them. `tests/capacity.rs` measures again.

use super::*;

const INT: Layout = Layout::scalar(8);
const STRING: Layout = Layout::words(2);

fn filled(family: Family, key: Layout, value: Layout, entries: u64, hint: Option<u64>) -> Cost {
    cost(family, Pair { key, value }, Fill::new(entries, hint).expect("within bounds"))
}

fn bytes(size: u64) -> Layout {
    Layout { size, align: 1, pointers: false }
}

fn swiss(key: Layout, value: Layout, entries: u64, hint: Option<u64>) -> [u64; 3] {
    let cost = filled(Family::GoSwiss, key, value, entries, hint);
    [cost.allocations, cost.bytes, cost.live]
}

/// `found` lies within so many percent of what was measured.
fn near(found: u64, measured: f64, percent: f64) -> bool {
    (found as f64 - measured).abs() <= measured * percent / 100.0
}

#[test]
fn swiss_maps_cost_what_was_measured() {
    assert_eq!(swiss(INT, INT, 0, None), [1, 48, 48]);
    assert_eq!(swiss(INT, INT, 8, None), [2, 192, 192]);
    assert_eq!(swiss(INT, INT, 8, Some(8)), [2, 192, 192]);
    assert_eq!(swiss(INT, INT, 100, None), [11, 4648, 2392]);
    assert_eq!(swiss(INT, INT, 100, Some(100)), [4, 2392, 2392]);
    assert_eq!(swiss(INT, INT, 1000, None), [22, 74_456, 36_992]);
    assert_eq!(swiss(INT, INT, 1000, Some(1000)), [6, 36_992, 36_992]);
    assert_eq!(swiss(INT, INT, 10_000, None), [81, 591_672, 295_600]);
    assert_eq!(swiss(INT, INT, 10_000, Some(10_000)), [34, 295_600, 295_600]);
    assert_eq!(swiss(STRING, STRING, 10_000, None), [81, 1_308_328, 656_048]);
    let [allocations, bytes, live] = swiss(INT, INT, 1_000_000, None);
    assert!(near(allocations, 8196.0, 0.1) && near(bytes, 75.48e6, 0.1) && near(live, 37.74e6, 0.1));
    let [allocations, bytes, _] = swiss(STRING, INT, 100_000, None);
    assert!(near(allocations, 532.0, 0.1) && near(bytes, 6.990e6, 0.1));
}

#[test]
fn large_values_of_a_swiss_map_are_objects_of_their_own() {
    let [allocations, inline, _] = swiss(INT, bytes(128), 10_000, None);
    assert!(allocations == 81 && near(inline, 4.724e6, 0.1));
    let [allocations, behind, live] = swiss(INT, bytes(129), 10_000, None);
    assert!(allocations == 10_081 && near(behind, 2.032e6, 0.1) && near(live, 1.736e6, 0.1));
}

#[test]
fn an_empty_value_saves_nothing_in_a_swiss_map() {
    assert_eq!(swiss(INT, Layout::EMPTY, 100_000, None), swiss(INT, INT, 100_000, None));
    let classic = |value| filled(Family::GoClassic, INT, value, 100_000, None).live;
    assert!(classic(Layout::EMPTY) * 5 < classic(INT) * 3);
}

#[test]
fn a_hint_just_above_a_full_table_gives_two_small_ones_that_grow() {
    let exact = filled(Family::GoSwiss, INT, INT, 897, Some(897));
    assert_eq!((exact.allocations, exact.exact), (8, false));
    assert_eq!(filled(Family::GoSwiss, INT, INT, 896, Some(896)).allocations, 4);
}

#[test]
fn an_exact_hint_does_not_keep_all_tables_from_splitting() {
    let cost = filled(Family::GoSwiss, INT, INT, 7000, Some(7000));
    assert_eq!((cost.allocations, cost.exact), (26, false));
}

#[test]
fn swiss_maps_hold_the_old_table_while_they_grow() {
    let doubled = filled(Family::GoSwiss, INT, INT, 15, None);
    assert_eq!((doubled.live, doubled.peak), (48 + 8 + 32 + 576, 48 + 8 + 32 + 576 + 32 + 288));
    let not_since = filled(Family::GoSwiss, INT, INT, 28, None);
    assert_eq!(not_since.peak, doubled.peak);
    let sized = filled(Family::GoSwiss, INT, INT, 100, Some(100));
    assert_eq!(sized.peak, sized.live);
}

#[test]
fn classic_maps_cost_about_what_was_measured() {
    let cell = |key, value, n, hint| {
        let cost = filled(Family::GoClassic, key, value, n, hint);
        [cost.allocations, cost.bytes, cost.live]
    };
    assert_eq!(cell(INT, INT, 8, None), [2, 192, 192]);
    let measured = [
        (INT, INT, 1000, None, [69.0, 87_208.0, 41_088.0]),
        (INT, INT, 10_000, None, [259.0, 684_632.0, 320_736.0]),
        (INT, INT, 10_000, Some(10_000), [12.0, 321_752.0, 320_736.0]),
        (INT, INT, 1_000_000, None, [38_569.0, 87.75e6, 40.16e6]),
        (STRING, INT, 100_000, None, [4017.0, 8.091e6, 3.968e6]),
        (STRING, INT, 100_000, Some(100_000), [1672.0, 3.968e6, 3.968e6]),
        (INT, Layout::EMPTY, 100_000, None, [3956.0, 3.269e6, 1.552e6]),
        (STRING, STRING, 10_000, None, [216.0, 1_275_624.0, 598_088.0]),
        (INT, bytes(128), 10_000, None, [360.0, 5.178e6, 2.413e6]),
        (INT, bytes(129), 10_000, None, [10_217.0, 2.117e6, 1.760e6]),
    ];
    for (key, value, n, hint, figures) in measured {
        let found = cell(key, value, n, hint);
        for (found, measured) in found.into_iter().zip(figures) {
            let one = (found as f64 - measured).abs() <= 1.0;
            assert!(one || near(found, measured, 8.0), "{n} {hint:?}: {found} {measured}");
        }
    }
}

#[test]
fn rust_maps_cost_what_was_measured() {
    let cell = |n, hint| {
        let cost = filled(Family::RustStd, INT, INT, n, hint);
        assert!(cost.exact);
        [cost.allocations, cost.bytes, cost.live, cost.peak]
    };
    assert_eq!(cell(0, None), [0, 0, 0, 0]);
    assert_eq!(cell(1000, None), [10, 69_724, 34_832, 52_256]);
    assert_eq!(cell(1000, Some(1000)), [1, 34_832, 34_832, 34_832]);
    assert_eq!(cell(1_000_000, Some(1_000_000))[2], 35_651_600);
}

#[test]
fn growth_is_told_with_the_insertion_that_causes_it() {
    let at = |family, n, hint| {
        let found = growths(family, Pair { key: INT, value: INT }, Fill::new(n, hint).expect("within bounds"), 4);
        found.into_iter().map(|growth| (growth.at, growth.exact)).collect::<Vec<_>>()
    };
    assert_eq!(at(Family::GoSwiss, 0, None), [(9, true), (15, true), (29, true), (57, true)]);
    assert_eq!(at(Family::GoSwiss, 449, None), [(897, true), (1793, false), (3585, false), (7169, false)]);
    assert_eq!(at(Family::GoSwiss, 897, Some(897))[..2], [(1793, false), (3585, false)]);
    assert_eq!(at(Family::GoSwiss, 0, Some(100))[..2], [(113, true), (225, true)]);
    assert_eq!(at(Family::GoClassic, 8, None), [(9, true), (14, true), (27, true), (53, true)]);
    assert_eq!(at(Family::RustStd, 0, None), [(1, true), (4, true), (8, true), (15, true)]);
    assert_eq!(at(Family::RustStd, 1000, Some(1000))[0], (1793, true));
}

#[test]
fn numbers_are_grouped_for_people() {
    assert_eq!([0, 999, 1000, 74_456, 1_000_000].map(grouped), ["0", "999", "1,000", "74,456", "1,000,000"]);
}

#[test]
fn each_growth_is_an_allocation_more() {
    let pair = Pair { key: INT, value: INT };
    for family in [Family::GoClassic, Family::GoSwiss, Family::RustStd] {
        let fill = |entries| Fill::new(entries, None).expect("within bounds");
        for Growth { at, exact } in growths(family, pair, fill(8), 6) {
            let (before, after) = (cost(family, pair, fill(at - 1)), cost(family, pair, fill(at)));
            assert!(!exact || before.allocations < after.allocations, "{family:?} at {at}");
        }
    }
}

#[test]
fn figures_grow_with_the_entries_and_stay_finite() {
    for family in [Family::GoClassic, Family::GoSwiss, Family::RustStd] {
        let mut before = filled(family, STRING, bytes(200), 0, None);
        for power in 0..=40 {
            let cost = filled(family, STRING, bytes(200), 1 << power, None);
            assert!(cost.allocations >= before.allocations && cost.live >= before.live && cost.peak >= cost.live);
            assert!(cost.bytes >= cost.live && cost.bytes < 1 << 60, "{family:?} {power}: {cost:?}");
            before = cost;
        }
    }
    assert_eq!(Fill::new(MAX_ENTRIES + 1, None), None);
}
