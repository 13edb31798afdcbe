//! The fields of each kind of subject: the one declaration from which come the documentation, the
//! check of conditions and templates when a rule is loaded, and the values handed to them.
//!
//! A field has a name as conditions and templates write it, a type, a sentence, and a function that
//! reads it from the model. A name of two words (`first.op`) reads one field of a part of the
//! subject; a part's own name (`first`) is its source text. Nothing is converted before a condition
//! asks for it.

use super::subjects::{ACCESS_FIELDS, mark, text, word};
use crate::analysis::cost::{Lookup, Remade};
use crate::analysis::fix::Draft;
use crate::analysis::model::{AccessSubject, Conflict, ContractSubject, Escape, GuardRegion, Iteration, MapUse, Sequence, Snapshot};
use crate::diagnostic::{Confidence, Label, MapRef, Thread};
use crate::source::{Language, Location};
use std::borrow::Cow;

/// What a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum About {
    /// Two accesses.
    Conflict,
    /// A map that leaves its lock.
    Escape,
    /// One access.
    Access,
    /// A guard's life and an event in it.
    Region,
    /// A check and an act.
    Sequence,
    /// A promise.
    Contract,
    /// A map over its whole life.
    Map,
    /// A walk over a hashing map whose order shows.
    Iteration,
    /// A key that is looked up again.
    Lookup,
    /// A map that each pass of a loop makes.
    Remade,
}

impl About {
    /// All of them, in the order of the declaration.
    pub const ALL: [About; 10] = [
        About::Conflict,
        About::Escape,
        About::Access,
        About::Region,
        About::Sequence,
        About::Contract,
        About::Map,
        About::Iteration,
        About::Lookup,
        About::Remade,
    ];

    /// The word in front matter.
    pub fn name(self) -> &'static str {
        match self {
            About::Conflict => "conflict",
            About::Escape => "escape",
            About::Access => "access",
            About::Region => "region",
            About::Sequence => "sequence",
            About::Contract => "contract",
            About::Map => "map",
            About::Iteration => "iteration",
            About::Lookup => "lookup",
            About::Remade => "remade",
        }
    }

    /// What it stands for, in a sentence.
    pub fn doc(self) -> &'static str {
        self.describe().doc
    }

    /// All fields, parts spelled out (`first.op`), in the order of the declaration.
    pub fn fields(self) -> Vec<FieldInfo> {
        let Description { parts, own, .. } = self.describe();
        let of_part = |part: &FieldInfo| {
            let inner = access_fields().into_iter().map(|field| FieldInfo { name: format!("{}.{}", part.name, field.name), ..field });
            std::iter::once(part.clone()).chain(inner).collect::<Vec<_>>()
        };
        parts.iter().flat_map(of_part).chain(own).chain(common_fields()).collect()
    }

    /// The parts that are accesses, each as the field of its own name.
    pub fn parts(self) -> Vec<FieldInfo> {
        self.describe().parts
    }

    /// The fields that only this kind of subject has.
    pub fn own_fields(self) -> Vec<FieldInfo> {
        self.describe().own
    }

    /// The places that `labels` may name, each with where it is.
    pub fn places(self) -> Vec<(&'static str, &'static str)> {
        self.describe().places
    }

    /// The fixes that a rule may name, each with what it does.
    pub fn fixes(self) -> &'static [(&'static str, &'static str)] {
        self.describe().fixes
    }

    fn describe(self) -> Description {
        match self {
            About::Conflict => describe::<Conflict>(),
            About::Escape => describe::<Escape>(),
            About::Access => describe::<AccessSubject>(),
            About::Region => describe::<GuardRegion>(),
            About::Sequence => describe::<Sequence>(),
            About::Contract => describe::<ContractSubject>(),
            About::Map => describe::<MapUse>(),
            About::Iteration => describe::<Iteration>(),
            About::Lookup => describe::<Lookup>(),
            About::Remade => describe::<Remade>(),
        }
    }
}

/// The type of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Int,
    /// Any text.
    Text,
    /// One of a few words; comparing it with another is an error.
    Word(&'static [&'static str]),
    /// A list of texts.
    List,
}

/// A field as conditions and templates see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldInfo {
    /// As written: `first.op`.
    pub name: String,
    /// Its type.
    pub ty: Type,
    /// What it holds, in a few words.
    pub doc: &'static str,
}

/// The value of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value<'m> {
    /// Of [`Type::Bool`].
    Bool(bool),
    /// Of [`Type::Int`].
    Int(i64),
    /// Of [`Type::Text`] and [`Type::Word`].
    Text(Cow<'m, str>),
    /// Of [`Type::List`].
    List(Vec<&'m str>),
}

/// A field of a subject or of a part of one.
pub(super) struct Field<S: 'static> {
    pub(super) name: &'static str,
    pub(super) ty: Type,
    pub(super) doc: &'static str,
    pub(super) get: fn(&S) -> Value<'_>,
}

/// A part of a subject that is an access, or nothing.
pub(super) struct Part<S: 'static> {
    pub(super) name: &'static str,
    pub(super) doc: &'static str,
    pub(super) get: fn(&S) -> Option<&Snapshot>,
}

/// A place of a subject that a label may stand at.
pub(super) struct Place<S: 'static> {
    /// The key in `labels`.
    pub(super) name: &'static str,
    pub(super) doc: &'static str,
    /// The marks to set there.
    pub(super) get: fn(&S) -> Vec<Mark<S>>,
}

/// One mark of a [`Place`].
pub(super) struct Mark<S> {
    /// Where.
    pub(super) location: Location,
    /// The subject whose fields the label's template shows, where that is not the subject itself.
    pub(super) seen_as: Option<S>,
}

/// A kind of subject: what the engine must know to ask a rule about it and to word the answer.
pub(super) trait Subject: Sync + Sized + 'static {
    /// What it stands for, in a sentence.
    const DOC: &'static str;
    /// Its own fields.
    const FIELDS: &'static [Field<Self>];
    /// Its accesses.
    const PARTS: &'static [Part<Self>];
    /// Where labels may stand; the declaration of the map is added to these.
    const PLACES: &'static [Place<Self>];
    /// The fixes that a rule may name, each with what it does.
    const FIXES: &'static [(&'static str, &'static str)] = &[];

    /// Language.
    fn language(&self) -> Language;
    /// The map, where there is one.
    fn map(&self) -> Option<&MapRef>;
    /// The map as written at the finding's place.
    fn map_text(&self) -> &str;
    /// The function of the finding's place.
    fn function(&self) -> &str;
    /// Its package.
    fn package(&self) -> &str;
    /// How sure the model is.
    fn confidence(&self) -> Confidence;
    /// The finding's place: a place's name, and where it is; `None` where nothing of it is in the tree.
    fn primary(&self) -> Option<(&'static str, Location)>;
    /// The threads of a race.
    fn threads(&self) -> Vec<Thread> {
        Vec::new()
    }
    /// Sentences of the model's own.
    fn notes(&self) -> Vec<&str> {
        Vec::new()
    }
    /// How it can be mended, where the model knows: each by one of the names in [`Subject::FIXES`], the best first.
    fn drafts(&self) -> &[Draft] {
        &[]
    }
    /// Labels of the model's own.
    fn further_labels(&self) -> &[Label] {
        &[]
    }

    /// Fields that all subjects have.
    const COMMON: &'static [Field<Self>] = &[
        Field { name: "language", ty: Type::Word(&["go", "rust"]), doc: "the language", get: |s| word(language_name(s.language())) },
        Field { name: "map", ty: Type::Text, doc: "the map as written at the finding's place", get: |s| text(s.map_text()) },
        Field { name: "map.name", ty: Type::Text, doc: "the field's or variable's name", get: |s| text(s.map().map_or("", |m| &m.name)) },
        Field {
            name: "map.type",
            ty: Type::Text,
            doc: "its type as the language writes it; empty where unknown",
            get: |s| text(s.map().map_or("", |m| &m.ty)),
        },
        Field {
            name: "map.owner",
            ty: Type::Text,
            doc: "the struct that has the field, the function of a local, empty for a package variable",
            get: |s| text(s.map().map_or("", |m| &m.owner)),
        },
        Field { name: "function", ty: Type::Text, doc: "the function, as `Type.method` or `Type::method`", get: |s| text(s.function()) },
        Field { name: "package", ty: Type::Text, doc: "Go: the import path; Rust: the crate", get: |s| text(s.package()) },
        Field {
            name: "confidence",
            ty: Type::Word(CONFIDENCES),
            doc: "how sure the model is",
            get: |s| word(confidence_name(s.confidence())),
        },
        Field {
            name: "thread_noun",
            ty: Type::Word(&["goroutine", "thread"]),
            doc: "what the language calls a thread",
            get: |s| word(if s.language() == Language::Go { "goroutine" } else { "thread" }),
        },
    ];
}

/// The value of the field `name` of `subject`; `None` where there is no such field.
pub(super) fn value<'m, S: Subject>(subject: &'m S, name: &str) -> Option<Value<'m>> {
    if let Some(field) = S::FIELDS.iter().chain(S::COMMON).find(|field| field.name == name) {
        return Some((field.get)(subject));
    }
    let (part, rest) = name.split_once('.').unwrap_or((name, ""));
    let part = S::PARTS.iter().find(|candidate| candidate.name == part)?;
    let field = ACCESS_FIELDS.iter().find(|field| field.name == rest)?;
    Some(match (part.get)(subject) {
        Some(access) => (field.get)(access),
        None => field.ty.nothing(),
    })
}

/// The places of `S` that a label may stand at, the map's declaration last.
pub(super) fn places<S: Subject>() -> impl Iterator<Item = Place<S>> {
    let declaration = Place {
        name: "declaration",
        doc: "the declaration of the map, where it is in the checked tree",
        get: |s: &S| s.map().and_then(|map| map.declaration).map(mark).into_iter().collect(),
    };
    S::PLACES.iter().map(|place| Place { ..*place }).chain([declaration])
}

/// The word for a confidence.
pub(super) fn confidence_name(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Possible => "possible",
        Confidence::Likely => "likely",
        Confidence::Certain => "certain",
    }
}

/// The confidence for a word.
pub(super) fn confidence_named(name: &str) -> Option<Confidence> {
    [Confidence::Possible, Confidence::Likely, Confidence::Certain].into_iter().find(|confidence| confidence_name(*confidence) == name)
}

/// The word for a language.
pub(super) fn language_name(language: Language) -> &'static str {
    match language {
        Language::Go => "go",
        Language::Rust => "rust",
    }
}

/// The words for confidences, least sure first.
pub(super) const CONFIDENCES: &[&str] = &["possible", "likely", "certain"];

impl Type {
    /// The name in documentation and messages.
    pub fn name(self) -> &'static str {
        match self {
            Type::Bool => "bool",
            Type::Int => "int",
            Type::Text | Type::Word(_) => "string",
            Type::List => "list of strings",
        }
    }

    /// The value of a field of a part that is not there.
    fn nothing(self) -> Value<'static> {
        match self {
            Type::Bool => Value::Bool(false),
            Type::Int => Value::Int(0),
            Type::Text | Type::Word(_) => Value::Text(Cow::Borrowed("")),
            Type::List => Value::List(Vec::new()),
        }
    }
}

/// The fields that all kinds of subject have.
pub(super) fn common_fields() -> Vec<FieldInfo> {
    infos(Conflict::COMMON)
}

/// The fields that each part has, without the part's name.
pub(super) fn access_fields() -> Vec<FieldInfo> {
    infos(&ACCESS_FIELDS[1..])
}

struct Description {
    doc: &'static str,
    parts: Vec<FieldInfo>,
    own: Vec<FieldInfo>,
    places: Vec<(&'static str, &'static str)>,
    fixes: &'static [(&'static str, &'static str)],
}

fn describe<S: Subject>() -> Description {
    Description {
        doc: S::DOC,
        parts: S::PARTS.iter().map(|part| FieldInfo { name: part.name.to_owned(), ty: Type::Text, doc: part.doc }).collect(),
        own: infos(S::FIELDS),
        places: places::<S>().map(|place| (place.name, place.doc)).collect(),
        fixes: S::FIXES,
    }
}

fn infos<S>(fields: &[Field<S>]) -> Vec<FieldInfo> {
    fields.iter().map(|field| FieldInfo { name: field.name.to_owned(), ty: field.ty, doc: field.doc }).collect()
}
