//! Small programs, and whom their text says that a function calls.

use super::*;
use crate::analysis::fault::Faults;
use crate::analysis::go::{go_functions, names::narrow};
use crate::analysis::symbols::Symbols;
use crate::facts::{FileInfo, Library, ProgramBuilder, Unit};
use crate::source::Language;

/// The names of what function `caller` of one Go file calls, sorted.
fn called_by(caller: &str, text: &str) -> Vec<String> {
    let mut builder = ProgramBuilder::new(Library::default(), Library::default());
    builder.file(FileInfo { language: Language::Go, ..FileInfo::default() }, crate::frontend::go::lower(text, "a.go"));
    let name = Name::from("p");
    let (files, dependencies) = (vec![FileId(0)], Vec::new());
    let (language, edition) = (Language::Go, 0);
    builder.unit(Unit {
        language,
        path: name,
        name,
        files,
        module: name,
        is_main: false,
        is_test: false,
        edition,
        go_version: None,
        dependencies,
    });
    let program = builder.finish();
    let symbols = Symbols::new(&program);
    let names = Names::new(&program, &symbols);
    let implementations = Implementations::new(&names);
    let globals = Globals::new(&names, &go_functions(&program, &symbols), &implementations, &Faults::default());
    let declared = Declared { names: &names, globals: &globals, implementations: &implementations };
    let named = |id: FunctionId| symbols.function(&program, id).1.name.to_string();
    let id = (0..symbols.functions.len()).map(|index| FunctionId(narrow(index))).find(|id| named(*id) == caller);
    let mut found: Vec<String> = callees(declared, id.expect("it is declared")).into_iter().map(named).collect();
    found.sort();
    found
}

#[test]
fn calls_are_told_by_what_is_declared() {
    let declared = "package p\ntype T struct { base; next *T; all map[string][]*T }\ntype base struct{}\nvar one T\n\
        func (t *T) M() *T { return t }\nfunc (b base) B() {}\nfunc F() (int, *T) { return 0, nil }\n\
        type I interface { M() *T }\n";
    let cases = [
        ("F()", vec!["F"]),
        ("_ = F", vec!["F"]),
        ("t.M()", vec!["M"]),
        ("t.next.M().next.B()", vec!["B", "M"]),
        ("_, x := F(); x.B()", vec!["B", "F"]),
        ("for _, list := range t.all { for _, x := range list { x.M() } }", vec!["M"]),
        ("x, ok := t.all[k]; _ = ok; x[0].M()", vec!["M"]),
        ("one.B(); (&T{}).M()", vec!["B", "M"]),
        ("i.M()", vec!["M"]),
        ("i.(*T).B()", vec!["B"]),
        ("u.M()", vec![]),
    ];
    for (body, expected) in cases {
        let text = format!("{declared}func caller(t *T, i I, k string) {{ {body} }}\n");
        assert_eq!(called_by("caller", &text), expected, "{body}");
    }
}
