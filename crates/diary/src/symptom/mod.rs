//! Symptoms: the concepts, what is asked of whom, and the answer.

mod answer;
mod catalogue;

pub use answer::{ListedSymptom, SymptomAnswer};

use crate::Code;
use crate::author::named;
use crate::medicine::TaperClass;

named! {
    /// Where a concept is felt.
    Category {
        /// Senses.
        Sensory = "sensory",
        /// Body.
        Somatic = "somatic",
        /// Movement.
        Movement = "movement",
        /// Sleep.
        Sleep = "sleep",
        /// Feelings.
        Affective = "affective",
        /// Thinking.
        Cognitive = "cognitive",
    }
}

named! {
    /// How strong a symptom was.
    Severity {
        /// 1.
        Mild = "mild",
        /// 2.
        Moderate = "moderate",
        /// 3.
        Severe = "severe",
    }
}

impl Severity {
    /// From its number, 1 to 3.
    ///
    /// # Errors
    /// [`Code::OutOfRange`] otherwise.
    pub fn from_number(number: i64) -> Result<Self, Code> {
        match number {
            1 => Ok(Self::Mild),
            2 => Ok(Self::Moderate),
            3 => Ok(Self::Severe),
            _ => Err(Code::OutOfRange),
        }
    }

    /// Its number, 1 to 3.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Mild => 1,
            Self::Moderate => 2,
            Self::Severe => 3,
        }
    }
}

/// Whether a concept has grades. One without is positive when selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grade {
    /// Mild, moderate, severe.
    Graded,
    /// Any selection counts.
    Ungraded,
}

/// Whether a TMS course alone is a reason to offer a concept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tms {
    /// Also offered to everyone with TMS.
    Too,
    /// TMS makes no difference.
    No,
}

/// To whom a concept is offered, and in which list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offer {
    /// First list, everyone.
    Everyone,
    /// First list for these tapers.
    Tapers(&'static [TaperClass], Tms),
    /// First list as a core symptom of these tapers; otherwise the wider list.
    Core(&'static [TaperClass]),
    /// The wider list.
    Wider,
    /// The wider list, adults only.
    AdultsWiderList,
    /// Never a chip: another item asks it (anxiety, mood, sleep) or it is measured.
    AskedElsewhere,
}

/// One concept of the symptom list.
#[derive(Debug, PartialEq, Eq)]
pub struct Concept {
    /// Its stored name.
    pub id: &'static str,
    /// Where it is felt.
    pub category: Category,
    /// Tapers it is reported with.
    pub classes: &'static [TaperClass],
    /// Who is asked.
    pub offer: Offer,
    /// Whether it has grades.
    pub grade: Grade,
    /// Whether choosing it shows help and opens a task (SAFE-005, SAFE-006); kept in the `sensitive` strand.
    pub safety: bool,
}

/// A concept of the list.
#[derive(Clone, Copy, Debug)]
pub struct Symptom(&'static Concept);

impl Symptom {
    /// By its stored name.
    ///
    /// # Errors
    /// [`Code::UnknownValue`] for a name that is not in the list.
    pub fn parse(id: &str) -> Result<Self, Code> {
        catalogue::CONCEPTS.iter().find(|c| c.id == id).map(Self).ok_or(Code::UnknownValue)
    }

    /// The concept.
    #[must_use]
    pub const fn concept(self) -> &'static Concept {
        self.0
    }

    /// Its stored name.
    #[must_use]
    pub const fn id(self) -> &'static str {
        self.0.id
    }

    /// Whether choosing it is a safety answer.
    #[must_use]
    pub const fn is_safety(self) -> bool {
        self.0.safety
    }

    /// Whether someone should look at it on the same day. The published list asks for that of severe akathisia, because
    /// of its risk; a safety concept asks for it whatever is said of it.
    #[must_use]
    pub fn needs_same_day_review(self, severity: Option<Severity>) -> bool {
        self.is_safety() || (self.id() == "akathisia" && severity == Some(Severity::Severe))
    }

    /// Whether it is an emergency of the body, for which an ambulance is called before anybody is talked to.
    #[must_use]
    pub fn is_bodily_emergency(self) -> bool {
        matches!(self.id(), "seizure" | "confusion")
    }
}

impl PartialEq for Symptom {
    fn eq(&self, other: &Self) -> bool {
        self.0.id == other.0.id
    }
}
impl Eq for Symptom {}
impl PartialOrd for Symptom {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Symptom {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.id.cmp(other.0.id)
    }
}

/// Every concept, in list order.
pub fn symptoms() -> impl Iterator<Item = Symptom> {
    catalogue::CONCEPTS.iter().map(Symptom)
}

/// The same-day answers, in list order: each concept, with its grade where not every one asks for it.
pub fn same_day_answers() -> impl Iterator<Item = (Symptom, Option<Severity>)> {
    let severe = Some(Severity::Severe);
    let asking = symptoms().filter(move |symptom| symptom.needs_same_day_review(severe));
    asking.map(move |symptom| (symptom, severe.filter(|_| !symptom.is_safety())))
}

/// The chips for a person who takes or took medicines of these classes: the first list and the wider list.
///
/// The same chips are offered before the first step, during the taper and after it. `minor` leaves out what is for
/// adults only.
#[must_use]
pub fn offered(classes: &[TaperClass], tms: Tms, age: Age) -> (Vec<Symptom>, Vec<Symptom>) {
    let takes = |asked: &[TaperClass]| asked.iter().any(|class| classes.contains(class));
    let (mut first, mut safety, mut wider) = (Vec::new(), Vec::new(), Vec::new());
    for symptom in symptoms() {
        match symptom.concept().offer {
            Offer::Everyone => safety.push(symptom),
            Offer::Tapers(asked, with_tms) if takes(asked) || (with_tms == Tms::Too && tms == Tms::Too) => {
                safety.push(symptom);
            }
            Offer::Core(asked) if takes(asked) => first.push(symptom),
            Offer::AdultsWiderList if age == Age::Minor => {}
            Offer::AskedElsewhere => {}
            Offer::Tapers(..) | Offer::Core(_) | Offer::Wider | Offer::AdultsWiderList => wider.push(symptom),
        }
    }
    first.append(&mut safety);
    (first, wider)
}

/// Whether the person is of age (18 in Japan).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    /// Under 18.
    Minor,
    /// 18 or older.
    Adult,
}

impl Age {
    /// From completed years.
    #[must_use]
    pub const fn of_years(years: i16) -> Self {
        if years < 18 { Self::Minor } else { Self::Adult }
    }
}
