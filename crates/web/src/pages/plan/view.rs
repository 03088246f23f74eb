//! My plan: what is known so far, and nothing else.

use askama::Template;
use jiff::civil::Date;

use crate::pages::layout::view::Layout;
use crate::pages::parts::medicines::Taken;

/// The patient's plan as far as the clinic has entered it.
#[derive(Template)]
#[template(path = "plan/view.html")]
pub struct PlanPage {
    pub layout: Layout,
    pub today: Date,
    /// Medicines: those taken first, then those that are over.
    pub medicines: Vec<Taken>,
    /// TMS sessions up to today.
    pub sessions: usize,
    /// The last of them.
    pub last_session: Option<Date>,
}

impl PlanPage {
    fn tms(&self) -> String {
        let t = self.layout.t;
        let Some(last) = self.last_session else { return t.get("plan-tms-none") };
        t.with("plan-tms-value", &[("n", self.sessions.into()), ("day", t.date(&last).into())])
    }
}
