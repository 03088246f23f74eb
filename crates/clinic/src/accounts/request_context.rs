//! Who asks for something, through which function, and why.

use policy::{Action, Denial, Grant, Purpose, Relation, Request};

use super::session::Viewer;
use crate::Outcome;
use crate::audit::{AuditDraft, Source};

/// Who asks, through which function, and why.
#[derive(Clone, Copy, Debug)]
pub struct RequestContext<'a> {
    /// The person signed in.
    pub viewer: &'a Viewer,
    /// The page or interface it comes through, for the access list.
    pub function: &'static str,
    /// Why, where the person says so; staff act for care and patients for themselves otherwise.
    pub purpose: Option<Purpose>,
    /// Where the request came from.
    pub source: Source,
}

impl RequestContext<'_> {
    fn purpose(&self) -> Purpose {
        let own = if self.viewer.account.role == diary::Role::Patient {
            Purpose::SelfReflection
        } else {
            Purpose::Care
        };
        self.purpose.unwrap_or(own)
    }

    /// The same request, of the person as the store knows them now.
    pub(crate) fn renewed<'a>(&'a self, fresh: Option<&'a Viewer>) -> RequestContext<'a> {
        RequestContext { viewer: fresh.unwrap_or(self.viewer), ..*self }
    }

    /// Whether the policy would allow this action in a chart to which the person has this relation: what a page offers. The
    /// request that follows is decided by itself.
    #[must_use]
    pub fn may(&self, relation: Relation, action: Action) -> bool {
        self.decide(relation, action).is_ok()
    }

    /// What the policy decides for this relation.
    pub(crate) fn decide(&self, relation: Relation, action: Action) -> Result<Grant, Denial> {
        let (role, purpose) = (self.viewer.account.role, self.purpose());
        policy::decide(&Request { role, relation, action, purpose })
    }

    /// The event of this request, without what was done.
    pub(crate) fn audit_draft(&self) -> AuditDraft<'static> {
        AuditDraft {
            actor: self.viewer.account.id,
            role: self.viewer.account.role,
            session: self.viewer.session_mark(),
            action: "",
            function: self.function,
            purpose: self.purpose().as_str(),
            rule: "",
            outcome: Outcome::Done,
            source: self.source,
            chart: None,
            objects: &[],
            opened: &[],
            request: None,
            epoch: self.viewer.epoch(),
        }
    }
}
