//! What people are told of openings that concern their charts: a line each on their own access lists.

use std::collections::HashSet;

use diary::ChartId;
use ledger::Change;
use policy::Relation;

use super::{Enrolment, Opening, installation_note};
use crate::rows::PEOPLE;
use crate::{Clinic, Problem};

impl Opening {
    /// The chart it concerns, and what that person's own access list calls it: who was let in, by what they now are.
    fn concerns(&self) -> Option<(ChartId, &'static str)> {
        match self {
            Self::Account(_) => None,
            Self::Enrol(Enrolment { chart, .. }) => Some((*chart, "open_chart")),
            Self::Relate(_, chart, relation) => Some((*chart, let_in(*relation))),
        }
    }
}

const fn let_in(relation: Relation) -> &'static str {
    match relation {
        Relation::Own => "let_in_own",
        Relation::Guardian => "let_in_guardian",
        Relation::Supporter => "let_in_supporter",
        Relation::CareTeam => "let_in_care_team",
        Relation::None => "end_access",
    }
}

impl Clinic {
    /// Adds one event for each opening that concerns a chart of this clinic.
    pub(super) async fn tell(&self, openings: &[Opening], change: &mut Change) -> Result<(), Problem> {
        let mut here: HashSet<ChartId> = HashSet::new();
        for (opening, (chart, action)) in openings.iter().filter_map(|it| Some((it, it.concerns()?))) {
            let enrols = matches!(opening, Opening::Enrol(_));
            let stored = async || self.ledger.row(self.clinic_id(), PEOPLE, &chart.to_bytes()).await;
            if enrols || here.contains(&chart) || stored().await?.is_some() {
                here.insert(chart);
                change.also(self.audit_about(chart, &installation_note(action))?);
            }
        }
        Ok(())
    }
}
