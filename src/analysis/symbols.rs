//! All declarations of a program under dense ids.

use super::ty::{FunctionId, TypeId, VarId};
use crate::facts::{self, Program, UnitId};
use crate::source::FileId;

/// Where a declaration stands: its file, and its index in the file's table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeclSite {
    /// The file.
    pub file: FileId,
    /// Index in the file's `types`, `functions` or `vars`.
    pub index: u32,
}

/// Declarations in the order of files, then of the file.
#[derive(Debug, Default)]
pub struct Symbols {
    /// By [`TypeId`].
    pub types: Vec<DeclSite>,
    /// By [`FunctionId`].
    pub functions: Vec<DeclSite>,
    /// By [`VarId`].
    pub vars: Vec<DeclSite>,
    first_function: Vec<u32>,
    first_type: Vec<u32>,
    first_var: Vec<u32>,
}

impl Symbols {
    /// Numbers every declaration of the program.
    pub fn new(program: &Program) -> Symbols {
        let mut symbols = Symbols::default();
        for (index, file) in program.files.iter().enumerate() {
            let id = FileId(u32::try_from(index).expect("a run has fewer than 2^32 files"));
            let sites = |len: usize| {
                (0..u32::try_from(len).expect("a file declares fewer than 2^32 things")).map(move |index| DeclSite { file: id, index })
            };
            symbols.first_type.push(count(&symbols.types));
            symbols.first_function.push(count(&symbols.functions));
            symbols.first_var.push(count(&symbols.vars));
            symbols.types.extend(sites(file.types.len()));
            symbols.functions.extend(sites(file.functions.len()));
            symbols.vars.extend(sites(file.vars.len()));
        }
        symbols
    }

    /// The id of a file's type by its index in the file.
    pub fn type_id(&self, file: FileId, index: usize) -> TypeId {
        TypeId(self.first_type[file.index()] + u32::try_from(index).expect("an index of the file's table"))
    }

    /// The id of a file's function by its index in the file.
    pub fn function_id(&self, file: FileId, index: usize) -> FunctionId {
        FunctionId(self.first_function[file.index()] + u32::try_from(index).expect("an index of the file's table"))
    }

    /// The id of a file's variable by its index in the file.
    pub fn var_id(&self, file: FileId, index: usize) -> VarId {
        VarId(self.first_var[file.index()] + u32::try_from(index).expect("an index of the file's table"))
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

fn count(list: &[DeclSite]) -> u32 {
    u32::try_from(list.len()).expect("a run declares fewer than 2^32 things")
}
