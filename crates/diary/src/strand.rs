//! The strands of a chart.

/// One append-only log of a chart with a key of its own. What a reader may open is decided by strand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Strand {
    /// Patient and care team.
    Care,
    /// Free text and safety answers.
    Sensitive,
    /// What guardians may see, and what they write.
    Family,
    /// Only the patient.
    Own,
    /// Working notes of the staff.
    Staff,
}

impl Strand {
    /// Every strand of a chart.
    pub const ALL: [Self; 5] = [Self::Care, Self::Sensitive, Self::Family, Self::Own, Self::Staff];

    /// What has reached the care team: everyone in it opens these.
    pub const DELIVERED: [Self; 3] = [Self::Care, Self::Sensitive, Self::Family];

    /// The code under which it is stored, for ever.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Care => 1,
            Self::Sensitive => 2,
            Self::Family => 3,
            Self::Own => 4,
            Self::Staff => 5,
        }
    }

    /// From its stored code.
    #[must_use]
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|strand| strand.code() == code)
    }
}
