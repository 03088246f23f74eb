//! The forms by which the care team adds to a chart, reviews it and corrects what it added.

use diary::chart::Entry;
use diary::{Body, FieldEntry, Kind, Measure};
use locale::Texts;
use policy::{Action, Relation};

use crate::pages::layout::context::PageContext;

/// What is added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeskForm {
    /// A medicine with its first known dose.
    Medicine,
    Dose,
    /// An order that says more than one amount a day.
    Order,
    /// A dose that was taken.
    Intake,
    /// An entry of a kind that is a list of fields.
    Fields(&'static Kind),
    Event,
    Measure(Measure),
    /// Reviewed up to here.
    Review,
    Note,
}

impl DeskForm {
    /// In the order of the menu.
    pub fn added() -> impl Iterator<Item = Self> {
        let measures = Measure::ALL.iter().copied().map(Self::Measure);
        let sessions = FieldEntry::KINDS.iter().copied().map(Self::Fields);
        [Self::Dose, Self::Order, Self::Medicine, Self::Intake]
            .into_iter()
            .chain(sessions)
            .chain([Self::Event])
            .chain(measures)
            .chain([Self::Note])
    }

    /// Everything that is added, and the review.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::added().chain([Self::Review])
    }

    /// As in the page's address.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Medicine => "medicine",
            Self::Dose => "dose",
            Self::Order => "order",
            Self::Intake => "intake",
            Self::Fields(kind) => kind.short,
            Self::Event => "event",
            Self::Measure(measure) => measure.as_str(),
            Self::Review => "review",
            Self::Note => "note",
        }
    }

    /// From the page's address.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::all().find(|kind| kind.as_str() == name)
    }

    pub fn title(self, t: &Texts) -> String {
        match self {
            Self::Medicine => t.get("form-title-medicine"),
            Self::Dose => t.get("form-title-dose"),
            Self::Order => t.get("form-title-order"),
            Self::Intake => t.get("form-title-intake"),
            Self::Fields(kind) => t.get(&format!("form-title-{}", kind.short)),
            Self::Event => t.get("form-title-event"),
            Self::Measure(measure) => t.measure(&measure),
            Self::Review => t.get("form-title-review"),
            Self::Note => t.get("form-title-note"),
        }
    }

    pub fn lead(self, t: &Texts) -> Option<String> {
        match self {
            Self::Medicine => Some(t.get("form-lead-medicine")),
            Self::Dose => Some(t.get("form-lead-dose")),
            Self::Order => Some(t.get("form-lead-order")),
            Self::Intake => Some(t.get("form-lead-intake")),
            Self::Fields(kind) => {
                Some(format!("form-lead-{}", kind.short)).filter(|key| t.has(key)).map(|key| t.get(&key))
            }
            Self::Review => Some(t.get("form-lead-review")),
            Self::Note => Some(t.get("form-lead-note")),
            Self::Event | Self::Measure(_) => None,
        }
    }

    /// The form by which the clinic can correct what an entry says, if there is one.
    pub fn of(entry: &Entry) -> Option<Self> {
        Some(match entry.bodies().next()? {
            Body::MedicineStart(_) => Self::Medicine,
            Body::DoseChange(_) => Self::Dose,
            Body::DoseOrder(_) => Self::Order,
            Body::Intake(_) => Self::Intake,
            Body::Fields(entry) => Self::Fields(entry.kind()),
            Body::Event(_) => Self::Event,
            Body::Measurement(measured) => Self::Measure(measured.what()),
            _ => return None,
        })
    }

    /// The kind of the entry that the form stands for, as a program names it.
    #[must_use]
    pub const fn entry_kind(self) -> &'static str {
        match self {
            Self::Medicine => "medicine",
            Self::Dose => "dose_change",
            Self::Order => "dose_order",
            Self::Intake => "intake",
            Self::Fields(kind) => kind.name,
            Self::Event => "event",
            Self::Measure(_) => "measurement",
            Self::Review => "review",
            Self::Note => "staff_note",
        }
    }

    /// What the policy is asked before the form is opened or taken.
    #[must_use]
    pub const fn policy_action(self) -> Action {
        match self {
            Self::Review => Action::Review,
            Self::Note => Action::WriteStaffNote,
            _ => Action::WriteFacts,
        }
    }

    /// The forms that this member of the care team may send.
    pub fn offered(page: &PageContext) -> Vec<Self> {
        let cx = page.cx("facts");
        Self::all().filter(|kind| cx.may(Relation::CareTeam, kind.policy_action())).collect()
    }
}
