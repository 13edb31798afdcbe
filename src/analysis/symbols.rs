//! All declarations of a program under dense ids.

use super::ty::{FunctionId, TypeId, VarId};
use crate::facts::{self, FileFacts, Function, Name, Program, TypeExpr, UnitId};
use crate::source::FileId;
use rayon::prelude::*;

/// Where a declaration stands: its file, and its index in the file's table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeclSite {
    /// The file.
    pub file: FileId,
    /// Index in the file's `types`, `functions` or `vars`.
    pub index: u32,
}

/// All declarations, those of each kind in an order that neither the order of files nor that within a file changes: by
/// package, owner and name. Where an analysis takes what comes first, it takes the same wherever that stands.
#[derive(Debug, Default)]
pub struct Symbols {
    /// By [`TypeId`].
    pub types: Vec<DeclSite>,
    /// By [`FunctionId`].
    pub functions: Vec<DeclSite>,
    /// By [`VarId`].
    pub vars: Vec<DeclSite>,
    type_numbers: Numbers,
    function_numbers: Numbers,
    var_numbers: Numbers,
}

impl Symbols {
    /// Numbers every declaration of the program.
    pub fn new(program: &Program) -> Symbols {
        let owner = |file: &FileFacts, function: &Function| match file.type_exprs.get(function.owner?.index())? {
            TypeExpr::Path { path, .. } => path.last().copied(),
            _ => None,
        };
        let (types, type_numbers) = numbered(program, |file| file.types.iter().map(|decl| (None, decl.name)).collect());
        let (functions, function_numbers) =
            numbered(program, |file| file.functions.iter().map(|function| (owner(file, function), function.name)).collect());
        let (vars, var_numbers) = numbered(program, |file| file.vars.iter().map(|decl| (None, decl.name)).collect());
        Symbols { types, functions, vars, type_numbers, function_numbers, var_numbers }
    }

    /// The id of a file's type by its index in the file.
    pub fn type_id(&self, file: FileId, index: usize) -> TypeId {
        TypeId(self.type_numbers.of(file, index))
    }

    /// The id of a file's function by its index in the file.
    pub fn function_id(&self, file: FileId, index: usize) -> FunctionId {
        FunctionId(self.function_numbers.of(file, index))
    }

    /// The id of a file's variable by its index in the file.
    pub fn var_id(&self, file: FileId, index: usize) -> VarId {
        VarId(self.var_numbers.of(file, index))
    }

    /// The file that declares the type, and the declaration.
    pub fn type_decl<'p>(&self, program: &'p Program, id: TypeId) -> (FileId, &'p facts::TypeDecl) {
        let site = self.types[id.0 as usize];
        (site.file, &program.file(site.file).types[site.index as usize])
    }

    /// The file that declares the function, and the declaration.
    pub fn function<'p>(&self, program: &'p Program, id: FunctionId) -> (FileId, &'p facts::Function) {
        let site = self.functions[id.0 as usize];
        (site.file, &program.file(site.file).functions[site.index as usize])
    }

    /// The file that declares the variable, and the declaration.
    pub fn var<'p>(&self, program: &'p Program, id: VarId) -> (FileId, &'p facts::VarDecl) {
        let site = self.vars[id.0 as usize];
        (site.file, &program.file(site.file).vars[site.index as usize])
    }

    /// The unit a file belongs to.
    pub fn unit(&self, program: &Program, file: FileId) -> Option<UnitId> {
        program.info(file).unit
    }
}

/// The numbers of one kind of declarations by where they stand.
#[derive(Debug, Default)]
struct Numbers {
    /// By file: where its numbers start in `numbers`.
    first: Vec<usize>,
    numbers: Vec<u32>,
}

impl Numbers {
    fn of(&self, file: FileId, index: usize) -> u32 {
        self.numbers[self.first[file.index()] + index]
    }
}

/// By what declarations are ordered: package, owner, name.
type Key<'p> = (Option<UnitId>, Option<&'p str>, &'p str);

/// What is declared in the order of its names, and the numbers; `names`: the owners and names of a file's declarations.
fn numbered(program: &Program, names: impl Fn(&FileFacts) -> Vec<(Option<Name>, Name)>) -> (Vec<DeclSite>, Numbers) {
    let mut declared: Vec<(Key<'_>, DeclSite, u32)> = Vec::new();
    let mut numbers = Numbers::default();
    for (index, facts) in program.files.iter().enumerate() {
        let file = FileId(narrow(index));
        let unit = program.info(file).unit;
        numbers.first.push(declared.len());
        for (index, (owner, name)) in (0..).zip(names(facts)) {
            let at = narrow(declared.len());
            declared.push(((unit, owner.as_ref().map(Name::as_str), name.as_str()), DeclSite { file, index }, at));
        }
    }
    declared.par_sort_unstable();
    numbers.numbers = vec![0; declared.len()];
    for (number, (_, _, at)) in (0..).zip(&declared) {
        numbers.numbers[*at as usize] = number;
    }
    (declared.into_iter().map(|(_, site, _)| site).collect(), numbers)
}

/// An index as an id's number.
pub(super) fn narrow(index: usize) -> u32 {
    u32::try_from(index).expect("a run has fewer than 2^32 of anything")
}
