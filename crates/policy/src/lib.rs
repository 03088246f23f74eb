//! Who may do what. Pure and denying by default: without a rule that allows it, nothing happens.
//!
//! A request is a role, a relation to the chart, an action and a purpose. A rule that allows it grants strands, and says what
//! of the medicines and reasons in them; what is not granted is neither loaded nor opened, or gone before it is handed out.

mod request;
mod rules;

pub use request::{Action, Denial, Grant, Kinds, Medicines, Purpose, Reasons, Relation, Request};
pub use rules::{DELIVERED, READ_BY_STAFF, RULES, Rule, decide};
