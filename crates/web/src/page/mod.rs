//! Pages: a view struct with plain data and a template each. They know texts and the domain's words, nothing of HTTP.

mod access;
mod checkin;
mod components;
mod contacts;
mod copy;
mod days;
mod done;
mod drawing;
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
mod role;
mod safety;
mod said;
mod sign_in;
mod sleep;

#[cfg(test)]
mod tests;

pub use access::{AccessPage, Look, Looker};
pub use checkin::{AskSleep, CheckInPage, Chip, Clock};
pub use components::ComponentsPage;
pub use contacts::{Contacts, seeds};
pub use copy::{CopyPage, Gathered, Since, Step};
pub use days::{Answer, DaysPage, OwnFigure};
pub use done::{DonePage, Next, Outcome};
pub use drawing::{Figure, Item, Key, Legend, Multiple, Multiples, Svg, Table, caption, labels};
pub use entries::EntriesPage;
pub use entry::{EntryView, VersionView};
pub use error::{ErrorPage, Trouble};
pub use facts::{FactKind, FactPage, event_choices, medicine_id};
pub use family::FamilyPage;
pub use form::{Amended, Filled};
pub use frame::{Clinic, Frame, Menu, Place, Shell, Tokens};
pub use help::HelpPage;
pub use panel::{PanelPage, PanelRow};
pub use patient::{Asked, PatientPage, Reach, Show, Span, View, Who};
pub use plan::{PlanPage, Taken};
pub use privacy::PrivacyPage;
pub use role::RolePage;
pub use safety::{SafetyPage, Waiting};
pub use said::{Fact, facts, marks, note_of};
pub use sign_in::{SignInPage, Tried};
pub use sleep::SleepPage;
