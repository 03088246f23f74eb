//! A session of transcranial magnetic stimulation.

use super::fields::{FieldInput, fields};
use super::kind::{Correctors, Kind, Placement, Subject, Writer};
use crate::Text;

fields! {
    /// One TMS session.
    TmsSession {
        /// Protocol as the clinic names it.
        protocol: Text = FieldInput::Line { most_chars: 200, most_sent: 80 }, "As the clinic names it.";
        /// Per cent of the motor threshold, 1 to 150.
        intensity_percent_mt: u8 = FieldInput::Number { least: 1, most: 150, example: "110" },
            "Per cent of the motor threshold.";
        /// Pulses delivered, 1 to 20,000.
        pulses: u16 = FieldInput::Number { least: 1, most: 20_000, example: "600" }, "Pulses delivered.";
    }
}

impl TmsSession {
    /// Its row in the table of kinds.
    pub const KIND: &'static Kind = &Kind {
        name: "tms_session",
        short: "tms",
        about: "A TMS session.",
        subject: Subject::Treatment,
        writer: Writer::CareTeam,
        correctors: Correctors::Clinic,
        placement: Placement::Main,
        fields: Self::FIELDS,
    };
}
