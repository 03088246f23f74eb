//! Who may do what. Pure and denying by default: without a rule that allows it, nothing happens.
//!
//! A request is a role, a relation to the chart, an action and a purpose. A rule that allows it grants strands; what
//! is not granted is neither loaded nor opened.

mod decision;
mod rules;

pub use decision::{Action, Denial, Grant, Purpose, Relation, Request, decide};
pub use rules::{RULES, Rule};
