//! Where the pages live. A path is written once: routes and links are both made from it.

use diary::ChartId;

/// First page; leads to the one of the reader's role.
pub const HOME: &str = "/";
pub const SIGN_IN: &str = "/sign-in";
pub const SIGN_OUT: &str = "/sign-out";
pub const HELP: &str = "/help";
pub const CHECK_IN: &str = "/today";
pub const SLEEP_CARD: &str = "/sleep";
pub const MY_DAYS: &str = "/days";
/// My plan: what is known so far.
pub const PLAN: &str = "/plan";
/// My privacy; also without a session.
pub const PRIVACY: &str = "/privacy";
/// Who looked at my record.
pub const ACCESS_LOG: &str = "/access";
/// A guardian's notes.
pub const FAMILY: &str = "/family";
/// A guardian's notes: what was written. Another address than the form's, so that it is loaded from there, too.
pub const FAMILY_NOTES: &str = "/family?page=0#notes";
pub const PATIENTS: &str = "/panel";
/// The patients whose TMS sessions one logs.
pub const TMS_PATIENTS: &str = "/tms";
/// The route of one patient's TMS sessions.
pub const TMS_SESSIONS: &str = "/tms/{chart}";
/// The route that takes a TMS session back.
pub const TMS_MISTAKE: &str = "/tms/{chart}/entries/{record}/mistake";
/// First page of the roles that have no work here yet.
pub const NO_ROLE: &str = "/role";
/// Every component in every state; only in the demo.
pub const COMPONENTS: &str = "/components";
/// The route that changes the language of the screen.
pub const LANGUAGE: &str = "/language/{code}";
/// The route that corrects an own entry.
pub const AMEND: &str = "/days/{record}/amend";
/// The route that withdraws an own entry.
pub const MISTAKE: &str = "/days/{record}/mistake";
/// The route of one patient's timeline.
pub const CHART: &str = "/charts/{chart}";
/// The route of one patient's entries.
pub const ENTRIES: &str = "/charts/{chart}/entries";
/// The route of the lines for the clinic's own chart.
pub const VISIT_SUMMARY: &str = "/charts/{chart}/copy";
/// The route of the forms that add to a chart.
pub const TREATMENT: &str = "/charts/{chart}/add/{kind}";
/// The route that corrects an entry of a chart that the clinic wrote.
pub const CHART_AMEND: &str = "/charts/{chart}/entries/{record}/amend";
/// The route that marks an entry of a chart as entered in error.
pub const CHART_MISTAKE: &str = "/charts/{chart}/entries/{record}/mistake";

pub const API_ENTRIES: &str = "/api/v1/charts/{chart}/entries";
pub const API_TIMELINE: &str = "/api/v1/charts/{chart}/timeline";
/// Who looked at a chart, for programs.
pub const API_ACCESSES: &str = "/api/v1/charts/{chart}/accesses";
/// The list of patients, for programs.
pub const API_PANEL: &str = "/api/v1/panel";
pub const API_SIGN_OUT: &str = "/api/v1/sign-out";
pub const API_DESCRIPTION: &str = "/api/v1/openapi.json";
/// Signing in by a link of the demo, for programs.
pub const API_SIGN_IN: &str = "/api/v1/sign-in/link";

/// Change the language of the screen to `code`.
#[must_use]
pub fn language(code: &str) -> String {
    LANGUAGE.replace("{code}", code)
}

/// Correct an own entry, by any of its records.
#[must_use]
pub fn amend(record: &str) -> String {
    AMEND.replace("{record}", record)
}

/// Withdraw an own entry.
#[must_use]
pub fn mistake(record: &str) -> String {
    MISTAKE.replace("{record}", record)
}

/// One patient's timeline.
#[must_use]
pub fn chart(chart: &str) -> String {
    CHART.replace("{chart}", chart)
}

/// The name under which a timeline's address carries the id of the entry that was stored just before.
pub const SAVED: &str = "saved";

/// One patient's timeline after a form stored `entry`.
#[must_use]
pub fn chart_saved(chart: &str, entry: &str) -> String {
    format!("{}?{SAVED}={entry}", self::chart(chart))
}

#[must_use]
pub fn entries(chart: &str) -> String {
    ENTRIES.replace("{chart}", chart)
}

/// Five plain lines for the clinic's own chart.
#[must_use]
pub fn visit_summary(chart: &str) -> String {
    VISIT_SUMMARY.replace("{chart}", chart)
}

/// A form that adds to a chart; `kind` as the form names itself in its address.
#[must_use]
pub fn treatment(chart: &str, kind: &str) -> String {
    TREATMENT.replace("{chart}", chart).replace("{kind}", kind)
}

/// Correct an entry of a chart that the clinic wrote.
#[must_use]
pub fn chart_amend(chart: &str, record: &str) -> String {
    CHART_AMEND.replace("{chart}", chart).replace("{record}", record)
}

/// Mark an entry of a chart as entered in error.
#[must_use]
pub fn chart_mistake(chart: &str, record: &str) -> String {
    CHART_MISTAKE.replace("{chart}", chart).replace("{record}", record)
}

/// One patient's TMS sessions.
#[must_use]
pub fn tms_sessions(chart: &str) -> String {
    TMS_SESSIONS.replace("{chart}", chart)
}

/// One patient's TMS sessions, with the one that was stored just before.
#[must_use]
pub fn tms_saved(chart: &str, entry: &str) -> String {
    format!("{}?{SAVED}={entry}", tms_sessions(chart))
}

/// Take a TMS session back.
#[must_use]
pub fn tms_mistake(chart: &str, record: &str) -> String {
    TMS_MISTAKE.replace("{chart}", chart).replace("{record}", record)
}

/// The chart that a path names, or one that nobody has: what is not an id is simply not there.
#[must_use]
pub fn chart_id(text: &str) -> ChartId {
    text.parse().unwrap_or(ChartId::from_bytes([0; 16]))
}
