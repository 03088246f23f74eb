//! A dose, read back before it is stored.

use askama::Template;
use diary::{Dosing, Precision};
use insight::dose_steps::DoseJump;
use jiff::civil::Date;
use locale::Texts;

use crate::pages::forms::desk_form::DeskForm;
use crate::pages::forms::state::FormState;
use crate::pages::layout::view::Layout;
use crate::pages::parts::patient_header::Who;

/// How a medicine's name is understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Name {
    /// Chosen from the chart's medicines.
    Chosen,
    /// Typed so; the chart has this medicine already.
    Known(String),
    /// Typed so; the catalogue has it.
    Listed(String),
    /// No medicine of the chart or the catalogue: kept as it was written.
    Unlisted,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadBack {
    /// The medicine's name in the reader's language.
    pub medicine: String,
    /// How it was understood.
    pub name: Name,
    /// Today, and today's dose as far as it is known.
    pub today: (Date, Option<Dosing>),
    /// The dose until the new one begins; none where none is known.
    pub before: Option<Dosing>,
    pub after: Dosing,
    /// Its first day, and how exactly that is known.
    pub from: (Date, Precision),
    /// The medicine it takes the place of, and the dose of it that goes on, where no stop of it is entered.
    pub replaces: Option<(String, Option<Dosing>)>,
    /// What is entered for later days already: it stays.
    pub later: Vec<(Date, Precision, Dosing)>,
    /// Why something is corrected.
    pub reason: Option<String>,
}

/// The read-back. Its form posts where the first one did, with the same fields and a token for exactly these.
#[derive(Template)]
#[template(path = "treatment/read_back.html")]
pub struct ReadBackPage {
    pub layout: Layout,
    pub who: Who,
    pub kind: DeskForm,
    pub action: String,
    /// The first form's fields, to be carried on.
    pub form: FormState,
    pub entry: String,
    /// The token of what was read back.
    pub token: String,
    pub read_back: ReadBack,
}

impl ReadBackPage {
    fn heading(&self) -> String {
        self.layout.t.one("treatment-read-back-title", "title", self.kind.title(&self.layout.t))
    }
}

impl ReadBack {
    fn dose(t: &Texts, dosing: Option<&Dosing>) -> String {
        dosing.map_or_else(|| t.get("treatment-read-back-none"), |dosing| t.dosing(dosing))
    }

    pub fn old_dose(&self, t: &Texts) -> String {
        Self::dose(t, self.before.as_ref())
    }

    /// What the old dose is called: on any other day than today it is not the one of now, nor is it where a dose of today is
    /// corrected.
    pub fn old_label(&self, t: &Texts) -> String {
        let is_now = self.from.0 == self.today.0 && self.reason.is_none();
        t.get(if is_now { "treatment-read-back-before" } else { "treatment-read-back-before-day" })
    }

    pub fn new_dose(&self, t: &Texts) -> String {
        Self::dose(t, Some(&self.after))
    }

    pub fn since(&self, t: &Texts) -> String {
        t.one("treatment-read-back-from", "date", t.about(&self.from.0, &self.from.1))
    }

    /// Today's dose, where it is not the one that the new dose follows.
    pub fn today_too(&self, t: &Texts) -> Option<String> {
        let other = self.today.1 != self.before && self.from.0 != self.today.0;
        other.then(|| Self::dose(t, self.today.1.as_ref()))
    }

    /// What should make a reader look twice, in whole sentences.
    pub fn looks(&self, t: &Texts) -> Vec<String> {
        let (today, (from, precision)) = (self.today.0, &self.from);
        let days = from.since(today).map_or(0, |span| span.get_days());
        let dated = match days {
            _ if *precision != Precision::Day => None,
            0 => None,
            1.. => Some(t.one("treatment-read-back-ahead", "n", days)),
            _ => Some(t.one("treatment-read-back-past", "n", -days)),
        };
        [self.ratio(t), self.named(t), dated, self.goes_on(t), self.stays(t)].into_iter().flatten().collect()
    }

    /// A switch stops nothing by itself.
    fn goes_on(&self, t: &Texts) -> Option<String> {
        let (old, dosing) = self.replaces.as_ref()?;
        let medicine = ("medicine", old.as_str().into());
        Some(match dosing.as_ref()? {
            Dosing::Daily(dose) => {
                t.with("treatment-read-back-goes-on", &[medicine, ("dose", dose.to_string().into())])
            }
            ordered => {
                t.with("treatment-read-back-goes-on-order", &[medicine, ("order", t.dosing(ordered).into())])
            }
        })
    }

    /// Later doses that the new one does not change.
    fn stays(&self, t: &Texts) -> Option<String> {
        let mut later = Vec::new();
        for (date, precision, dose) in &self.later {
            let date = ("date", t.about(date, precision).into());
            let dose = ("dose", Self::dose(t, Some(dose)).into());
            later.push(t.with("treatment-read-back-later-one", &[date, dose]));
        }
        (!later.is_empty())
            .then(|| t.one("treatment-read-back-later", "list", later.join(&t.get("list-separator"))))
    }

    /// A jump to more than twice or less than half, as a number; a dose that stays; a start after a stop.
    fn ratio(&self, t: &Texts) -> Option<String> {
        Some(match DoseJump::between(self.before.as_ref()?, &self.after)? {
            DoseJump::Same => t.get("treatment-read-back-same"),
            DoseJump::AfterStop => t.get("treatment-read-back-again"),
            DoseJump::Times { tenths } if tenths % 10 == 0 => {
                t.one("treatment-read-back-more", "times", (tenths / 10).to_string())
            }
            DoseJump::Times { tenths } => {
                t.one("treatment-read-back-more", "times", format!("{}.{}", tenths / 10, tenths % 10))
            }
            DoseJump::Percent(percent) => t.one("treatment-read-back-less", "percent", percent.to_string()),
        })
    }

    fn named(&self, t: &Texts) -> Option<String> {
        let medicine = ("medicine", self.medicine.as_str().into());
        match &self.name {
            Name::Chosen => None,
            Name::Known(_) if self.reason.is_some() => None,
            Name::Known(typed) => {
                Some(t.with("treatment-read-back-known", &[("typed", typed.as_str().into()), medicine]))
            }
            Name::Listed(typed) if *typed == self.medicine => None,
            Name::Listed(typed) => {
                Some(t.with("treatment-read-back-listed", &[("typed", typed.as_str().into()), medicine]))
            }
            Name::Unlisted => Some(t.with("treatment-read-back-unlisted", &[medicine])),
        }
    }
}
