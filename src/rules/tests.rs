#[test]
fn none() {
    match super::RuleSet::builtin() {
        Ok(r) => {
            println!("{}", super::index_markdown(&r));
            println!("{}", super::fields_markdown())
        }
        Err(e) => panic!("{e}"),
    }
}
