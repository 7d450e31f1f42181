//! The content room: TOML text in, a valid and immutable [`Program`] or all [`Diagnostic`]s out.
//!
//! Pure: it reads strings, never files. What an author may write is in `content/README.md`; what the rest of the
//! program may rely on is in [`program`]: ids are unique, every reference resolves, every template renders.

pub mod coverage;
pub mod diagnostic;
pub mod form;
pub mod help;
pub mod ids;
mod labels;
pub mod lazy;
pub(crate) mod load;
pub mod paper;
pub mod program;
mod schema;
pub(crate) mod sheet;
#[cfg(shipped_content)]
pub mod shipped;
pub(crate) mod table;
pub mod template;
pub mod tone;
mod validate;

pub use diagnostic::Diagnostic;
pub use form::{Field, FieldKind, Form};
pub use ids::{FieldId, NodeId, SourceId, StageId, StepId};
pub use load::{load, load_under};
pub use program::{Detail, Door, Program, Stage, StageKind, Step};
pub use sheet::SourceFile;
pub use template::{Pronouns, Template, Words};
pub use validate::Floor;
