//! What is written into the page, and that nothing in it can be taken for markup or script.

use super::*;
use proptest::prelude::*;

#[test]
fn text_is_no_markup() {
    assert_eq!(text("a<b> & \u{202e}c"), "a&lt;b&gt; &amp; \\u{202e}c");
    assert!(matches!(text("größer"), Cow::Borrowed(_)));
}

#[test]
fn json_ends_no_script() {
    let json = json_in_script("\"</script><!-- & \u{2028}\u{e0041}ß\"");
    assert_eq!(json, "\"\\u003c/script\\u003e\\u003c!-- \\u0026 \\u2028\\udb40\\udc41ß\"");
}

#[test]
fn each_placeholder_is_one_that_is_filled() {
    let names: Vec<&str> = PAGE.split("{{").skip(1).filter_map(|rest| Some(rest.split_once("}}")?.0)).collect();
    assert_eq!(names, ["policy", "style", "findings", "data", "script"]);
}

#[test]
fn style_and_script_can_stand_in_a_page() {
    assert!(!STYLE.contains("</") && !SCRIPT.contains("</") && !SCRIPT.contains("<!--"));
    for away in ["http:", "https:", "url(", "@import", "innerHTML", "eval("] {
        let allowed = SCRIPT.replace("\"http://www.w3.org/2000/svg\"", "");
        assert!(!STYLE.contains(away) && !allowed.contains(away), "{away}");
    }
}

proptest! {
    #[test]
    fn json_says_the_same_afterwards(text in any::<String>()) {
        let json = serde_json::to_string(&text).expect("a string is JSON");
        let shown = json_in_script(&json);
        prop_assert!(!shown.contains(['<', '>', '&']));
        prop_assert_eq!(serde_json::from_str::<String>(&shown).expect("it is JSON still"), text);
    }
}
