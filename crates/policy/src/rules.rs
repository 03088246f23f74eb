//! The rules, and the decision by them. Each line can be read aloud; what no line says is denied.

use diary::Role;
use diary::Strand::{self, Care, Family, Own, Sensitive, Staff};

use crate::Action::{
    self, Export, ListPatients, ReadAccessList, ReadChart, ReadPanel, Review, UseDesk, UseFamilyPage,
    UseOwnPages, UseTmsPages, WriteDiary, WriteFacts, WriteStaffNote, WriteTmsSession,
};
use crate::{Denial, Grant, Kinds, Medicines, Purpose, Reasons, Relation, Request};

/// One allowance.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Its name, which the audit log keeps.
    pub name: &'static str,
    /// Who.
    pub role: Role,
    /// As what.
    pub relation: Relation,
    /// May do what.
    pub actions: &'static [Action],
    /// Why.
    pub purposes: &'static [Purpose],
    /// In which strands.
    pub strands: &'static [Strand],
    /// What of the medicines in them.
    pub medicines: Medicines,
    /// Which reasons in them.
    pub reasons: Reasons,
    /// Which kinds in them.
    pub kinds: Kinds,
}

const FOR_STAFF: &[Purpose] = &[Purpose::Care, Purpose::Safety, Purpose::LegalRecord];
const FOR_ONESELF: &[Purpose] = &[Purpose::SelfReflection];
const FOR_CARE: &[Purpose] = &[Purpose::Care];

/// What has reached the care team: everyone in it opens these strands.
pub const DELIVERED: &[Strand] = &Strand::DELIVERED;
/// The strands that staff may read. A review says up to when its writer has read them.
pub const READ_BY_STAFF: &[Strand] = &[Care, Sensitive, Family, Staff];

/// Every rule. Reception, the privacy officer, the administrator and supporters have none here: they open no chart.
pub const RULES: &[Rule] = &[
    Rule {
        name: "patient-own-chart",
        role: Role::Patient,
        relation: Relation::Own,
        actions: &[ReadChart, WriteDiary, Export, ReadAccessList, UseOwnPages],
        purposes: FOR_ONESELF,
        strands: &[Care, Sensitive, Family, Own],
        medicines: Medicines::History,
        reasons: Reasons::All,
        kinds: Kinds::All,
    },
    Rule {
        name: "guardian-family-voice",
        role: Role::Guardian,
        relation: Relation::Guardian,
        actions: &[ReadChart, WriteDiary, UseFamilyPage],
        purposes: FOR_CARE,
        strands: &[Family],
        medicines: Medicines::InForce,
        reasons: Reasons::NotOfStaff,
        kinds: Kinds::All,
    },
    Rule {
        name: "clinician-care-team",
        role: Role::Clinician,
        relation: Relation::CareTeam,
        actions: &[ReadChart, WriteFacts, Review, WriteStaffNote, UseDesk],
        purposes: FOR_STAFF,
        strands: READ_BY_STAFF,
        medicines: Medicines::History,
        reasons: Reasons::All,
        kinds: Kinds::All,
    },
    Rule {
        name: "care-staff-care-team",
        role: Role::CareStaff,
        relation: Relation::CareTeam,
        actions: &[ReadChart, UseDesk],
        purposes: FOR_STAFF,
        strands: DELIVERED,
        medicines: Medicines::History,
        reasons: Reasons::All,
        kinds: Kinds::All,
    },
    Rule {
        name: "technician-tms-sessions",
        role: Role::Technician,
        relation: Relation::CareTeam,
        actions: &[ReadChart, WriteTmsSession, UseTmsPages],
        purposes: FOR_CARE,
        strands: &[Care],
        medicines: Medicines::History,
        reasons: Reasons::All,
        kinds: Kinds::TmsSessions,
    },
    names("technician-names", Relation::None),
    names("technician-name-in-list", Relation::CareTeam),
    panel("clinician-own-panel", Role::Clinician, Relation::None, FOR_CARE),
    panel("care-staff-own-panel", Role::CareStaff, Relation::None, FOR_CARE),
    panel("clinician-row-of-panel", Role::Clinician, Relation::CareTeam, FOR_STAFF),
    panel("care-staff-row-of-panel", Role::CareStaff, Relation::CareTeam, FOR_STAFF),
];

const fn panel(name: &'static str, role: Role, relation: Relation, purposes: &'static [Purpose]) -> Rule {
    Rule {
        name,
        role,
        relation,
        actions: &[ReadPanel],
        purposes,
        strands: &[Care],
        medicines: Medicines::History,
        reasons: Reasons::All,
        kinds: Kinds::All,
    }
}

/// Who may be listed by name: no strand is opened for it.
const fn names(name: &'static str, relation: Relation) -> Rule {
    Rule { actions: &[ListPatients], strands: &[], ..panel(name, Role::Technician, relation, FOR_CARE) }
}

/// Decides one request.
///
/// # Errors
/// A [`Denial`] unless a rule allows this role, relation, action and purpose.
pub fn decide(request: &Request) -> Result<Grant, Denial> {
    if request.relation == Relation::None && !matches!(request.action, ReadPanel | ListPatients) {
        return Err(Denial { rule: "no-relation" });
    }
    let grant = |rule: &Rule| Grant {
        strands: rule.strands,
        medicines: rule.medicines,
        reasons: rule.reasons,
        kinds: rule.kinds,
        rule: rule.name,
    };
    RULES
        .iter()
        .find(|rule| {
            rule.role == request.role
                && rule.relation == request.relation
                && rule.actions.contains(&request.action)
                && rule.purposes.contains(&request.purpose)
        })
        .map(grant)
        .ok_or(Denial { rule: "no-rule" })
}
