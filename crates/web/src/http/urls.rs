//! Where the pages live.

/// First page; leads to the one of the reader's role.
pub const HOME: &str = "/";
/// Sign in.
pub const SIGN_IN: &str = "/sign-in";
/// Sign out.
pub const SIGN_OUT: &str = "/sign-out";
/// Help card.
pub const HELP: &str = "/help";
/// Today's check-in.
pub const TODAY: &str = "/today";
/// Sleep card.
pub const SLEEP: &str = "/sleep";
/// My days.
pub const DAYS: &str = "/days";
/// My plan: what is known so far.
pub const PLAN: &str = "/plan";
/// My privacy; also without a session.
pub const PRIVACY: &str = "/privacy";
/// Who looked at my record.
pub const ACCESS: &str = "/access";
/// A guardian's notes.
pub const FAMILY: &str = "/family";
/// A guardian's notes: what was written. Another address than the form's, so that it is loaded from there, too.
pub const FAMILY_NOTES: &str = "/family?page=0#notes";
/// List of patients.
pub const PANEL: &str = "/panel";
/// First page of the roles that have no work here yet.
pub const ROLE: &str = "/role";
/// Every component in every state; only in the demo.
pub const COMPONENTS: &str = "/components";

/// Change the language of the screen to `code`.
#[must_use]
pub fn language(code: &str) -> String {
    format!("/language/{code}")
}

/// Correct an own entry, by any of its records.
#[must_use]
pub fn amend(record: &str) -> String {
    format!("/days/{record}/amend")
}

/// Withdraw an own entry.
#[must_use]
pub fn mistake(record: &str) -> String {
    format!("/days/{record}/mistake")
}

/// One patient's timeline.
#[must_use]
pub fn chart(chart: &str) -> String {
    format!("/charts/{chart}")
}

/// The name under which a timeline's address carries the id of the entry that was stored just before.
pub const SAVED: &str = "saved";

/// One patient's timeline after a form stored `entry`.
#[must_use]
pub fn chart_saved(chart: &str, entry: &str) -> String {
    format!("/charts/{chart}?{SAVED}={entry}")
}

/// One patient's entries.
#[must_use]
pub fn entries(chart: &str) -> String {
    format!("/charts/{chart}/entries")
}

/// Five plain lines for the clinic's own chart.
#[must_use]
pub fn copy(chart: &str) -> String {
    format!("/charts/{chart}/copy")
}

/// A form that adds a fact to a chart; `kind` as [`crate::pages::treatment::view::FactKind::as_str`] names it.
#[must_use]
pub fn fact(chart: &str, kind: &str) -> String {
    format!("/charts/{chart}/add/{kind}")
}

/// Correct an entry of a chart that the clinic wrote.
#[must_use]
pub fn chart_amend(chart: &str, record: &str) -> String {
    format!("/charts/{chart}/entries/{record}/amend")
}

/// Mark an entry of a chart as entered in error.
#[must_use]
pub fn chart_mistake(chart: &str, record: &str) -> String {
    format!("/charts/{chart}/entries/{record}/mistake")
}
