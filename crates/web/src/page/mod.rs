//! Pages: a view struct with plain data and a template each. They know texts and the domain's words, nothing of HTTP.

mod access;
mod already;
mod checkin;
mod components;
mod contacts;
mod copy;
mod days;
mod done;
mod entries;
mod entry;
mod error;
mod facts;
mod family;
mod form;
mod frame;
mod help;
mod panel;
pub mod path;
mod patient;
mod plan;
mod privacy;
mod read_back;
mod refused;
mod role;
mod rules;
mod safety;
mod said;
mod sign_in;
mod sleep;
mod why;

#[cfg(test)]
mod tests;

pub use access::{AccessPage, Look, Looker};
pub use already::Already;
pub use checkin::{Asks, CheckInPage, Chip, Clock, SameAs};
pub use components::ComponentsPage;
pub use contacts::{Contacts, seeds};
pub use copy::{CopyPage, lines as copy_lines, since_of};
pub use days::{Answer, DaysPage, OwnFigure};
pub use done::{About, Apart, DonePage, Next, Outcome, Repeated};
pub use entries::EntriesPage;
pub use entry::{EntryView, VersionView};
pub use error::{ErrorPage, Trouble};
pub use facts::{Course, Covered, FactKind, FactPage, Fate, Known, event_choices};
pub use family::FamilyPage;
pub use form::{Amended, Filled};
pub use frame::{Clinic, Frame, Menu, Place, Shell, Tokens};
pub use help::HelpPage;
pub use panel::{PanelPage, PanelRow};
pub use patient::{Asked, JustSaved, PatientPage, Reach, Reviewed, Show, Span, View, Who};
pub use plan::{PlanPage, Taken};
pub use privacy::PrivacyPage;
pub use read_back::{Name, ReadBack, ReadBackPage};
pub use role::RolePage;
pub use safety::{Arrived, Delivered, Lead, SafetyPage, Saved, Waiting};
use said::gist;
pub use said::{Fact, facts, marks, note_of};
pub use sign_in::{SignInPage, Tried};
pub use sleep::SleepPage;
pub use timeline::{Figure, Item, Multiples, Svg, Table};
#[cfg(test)]
pub use timeline::{Key, Legend, Multiple, caption, labels};
