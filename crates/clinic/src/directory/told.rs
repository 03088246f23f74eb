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
    /// Adds one event for each opening that concerns a chart.
    ///
    /// # Errors
    /// [`Problem::NotFound`] where it is none of this clinic's.
    pub(super) async fn tell(&self, openings: &[Opening], change: &mut Change) -> Result<(), Problem> {
        let enrolled = openings.iter().filter_map(|opening| match opening {
            Opening::Enrol(Enrolment { chart, .. }) => Some(*chart),
            _ => None,
        });
        let mut here: HashSet<ChartId> = enrolled.collect();
        for (chart, action) in openings.iter().filter_map(Opening::concerns) {
            if here.insert(chart) && !self.is_here(chart).await? {
                return Err(Problem::NotFound);
            }
            change.also(self.audit_about(chart, &installation_note(action))?);
        }
        Ok(())
    }

    async fn is_here(&self, chart: ChartId) -> Result<bool, Problem> {
        let row = self.ledger.row(self.clinic_id(), PEOPLE, &chart.to_bytes()).await?;
        // A row may be lost.
        if row.is_some() { Ok(true) } else { self.is_enrolled(chart).await }
    }
}
