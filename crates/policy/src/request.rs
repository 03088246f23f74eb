//! The question to the policy, and the two answers it can have.

use diary::{FieldEntry, Role, Strand, Submission, Writer};

/// What the person is to this chart, as staff have recorded it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// It is their own chart.
    Own,
    /// A verified legal representative, not excluded.
    Guardian,
    /// Invited by the patient.
    Supporter,
    /// A current care relationship.
    CareTeam,
    /// None.
    None,
}

impl Relation {
    /// Every relation.
    pub const ALL: [Self; 5] = [Self::Own, Self::Guardian, Self::Supporter, Self::CareTeam, Self::None];

    /// Its name in the clinic's log.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Guardian => "guardian",
            Self::Supporter => "supporter",
            Self::CareTeam => "care_team",
            Self::None => "none",
        }
    }

    /// From its name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|relation| relation.as_str() == name)
    }
}

/// Why it is done (FHIR PurposeOfUse, as far as this clinic's purposes go).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// Care by this clinic.
    Care,
    /// The patient's own reflection.
    SelfReflection,
    /// Someone's safety.
    Safety,
    /// Keeping the legal record.
    LegalRecord,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Self; 4] = [Self::Care, Self::SelfReflection, Self::Safety, Self::LegalRecord];

    /// Its name on the wire and in the audit log.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Care => "care",
            Self::SelfReflection => "self_reflection",
            Self::Safety => "safety",
            Self::LegalRecord => "legal_record",
        }
    }

    /// From its name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.as_str() == name)
    }
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// Read the chart: timeline, entries, versions.
    ReadChart,
    /// Write check-ins, nights, notes, events and measurements of one's own, amend them, mark them as errors.
    WriteDiary,
    /// Write medicines, doses, TMS sessions, events and measurements; mark any entry as an error.
    WriteFacts,
    /// Mark as reviewed.
    Review,
    /// Write a working note.
    WriteStaffNote,
    /// See the panel of one's patients.
    ReadPanel,
    /// See who looked at the chart.
    ReadAccessList,
    /// Take everything home.
    Export,
    /// Bring in a diary kept elsewhere. The installation does; no rule lets a person.
    BringIn,
    /// Use the pages of a person who keeps a diary.
    UseOwnPages,
    /// Use the page of someone who writes beside a child's diary.
    UseFamilyPage,
    /// Use the pages of the care team about one patient.
    UseDesk,
    /// Write TMS sessions, and correct or take back one's own.
    WriteTmsSession,
    /// Use the pages on which TMS sessions are logged.
    UseTmsPages,
    /// See the names of one's patients, and nothing of their charts.
    ListPatients,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 15] = [
        Self::ReadChart,
        Self::WriteDiary,
        Self::WriteFacts,
        Self::Review,
        Self::WriteStaffNote,
        Self::ReadPanel,
        Self::ReadAccessList,
        Self::Export,
        Self::BringIn,
        Self::UseOwnPages,
        Self::UseFamilyPage,
        Self::UseDesk,
        Self::WriteTmsSession,
        Self::UseTmsPages,
        Self::ListPatients,
    ];

    /// What somebody in this role does who writes an entry of this kind.
    #[must_use]
    pub fn to_write(content: &Submission, role: Role) -> Self {
        let session = matches!(content, Submission::Fields(FieldEntry::Tms(_)) | Submission::EnteredInError);
        if role == Role::Technician && session {
            return Self::WriteTmsSession;
        }
        let own_voice = matches!(role, Role::Patient | Role::Guardian);
        match content.kind().writer {
            Writer::Diary => Self::WriteDiary,
            Writer::Anyone if own_voice => Self::WriteDiary,
            Writer::Anyone | Writer::CareTeam | Writer::Nobody => Self::WriteFacts,
            Writer::Reviewer => Self::Review,
            Writer::Staff => Self::WriteStaffNote,
            Writer::Import => Self::BringIn,
        }
    }

    /// Its name in the audit log.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ReadChart => "read_chart",
            Self::WriteDiary => "write_diary",
            Self::WriteFacts => "write_facts",
            Self::Review => "review",
            Self::WriteStaffNote => "write_staff_note",
            Self::ReadPanel => "read_panel",
            Self::ReadAccessList => "read_access_list",
            Self::Export => "export",
            Self::BringIn => "bring_in",
            Self::UseOwnPages => "use_own_pages",
            Self::UseFamilyPage => "use_family_page",
            Self::UseDesk => "use_desk",
            Self::WriteTmsSession => "write_tms_session",
            Self::UseTmsPages => "use_tms_pages",
            Self::ListPatients => "list_patients",
        }
    }
}

/// One question to the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    /// Of the person who acts.
    pub role: Role,
    /// To the chart concerned.
    pub relation: Relation,
    /// What they want to do.
    pub action: Action,
    /// Why.
    pub purpose: Purpose,
}

/// What of the medicines in the granted strands is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Medicines {
    /// Every dose there ever was, with all versions.
    History,
    /// What holds today and the steps known for later.
    InForce,
}

/// Which reasons of corrections in the granted strands are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reasons {
    /// Every one.
    All,
    /// Not why staff corrected something or took it back.
    NotOfStaff,
}

/// Which kinds of entry in the granted strands are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kinds {
    /// Every one.
    All,
    /// TMS sessions alone.
    TmsSessions,
}

/// What may be opened or written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The strands; all others stay closed.
    pub strands: &'static [Strand],
    /// What of the medicines.
    pub medicines: Medicines,
    /// Which reasons.
    pub reasons: Reasons,
    /// Which kinds.
    pub kinds: Kinds,
    /// The rule that allowed it.
    pub rule: &'static str,
}

impl Grant {
    /// What the installation may write to when it brings a diary in. No reader has it.
    #[must_use]
    pub const fn installation() -> Self {
        Self {
            strands: &Strand::ALL,
            medicines: Medicines::History,
            reasons: Reasons::All,
            kinds: Kinds::All,
            rule: "installation",
        }
    }

    /// Whether a strand is granted.
    #[must_use]
    pub fn covers(&self, strand: Strand) -> bool {
        self.strands.contains(&strand)
    }
}

/// Nothing allows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Denial {
    /// The rule that stopped it, for the audit log; the answer to the person does not carry it.
    pub rule: &'static str,
}
