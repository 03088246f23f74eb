//! Lines of the clinic's log. They name accounts and charts by id alone: who those are stands in logs under keys of their
//! own, so that erasing one person reaches everything that names them.

use diary::{AccountId, ChartId};
use serde::{Deserialize, Serialize};

use crate::sealed::ids::{account_text, chart_text};
use crate::sealed::payload::Payload;

/// One line.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(Debug, PartialEq))]
#[serde(deny_unknown_fields)]
pub(crate) struct Line {
    /// Who had it written; the installation is all zeros.
    #[serde(with = "account_text")]
    pub author: AccountId,
    /// When it arrived, by the clinic's clock: UTC, milliseconds since 1970.
    pub received_ms: i64,
    /// What it says.
    pub says: Says,
}

/// What a line says.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(Debug, PartialEq))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Says {
    /// An account can sign in.
    Account {
        #[serde(with = "account_text")]
        account: AccountId,
        role: String,
    },
    /// A chart is opened.
    Enrolled {
        #[serde(with = "chart_text")]
        chart: ChartId,
    },
    /// Someone stands in a relation to a chart, in place of any relation before.
    Related {
        #[serde(with = "account_text")]
        account: AccountId,
        #[serde(with = "chart_text")]
        chart: ChartId,
        relation: String,
        verified: Verification,
    },
    /// A person at the machine accepted what stood in the ledger, although it was not what the last checkpoint vouched for.
    Accepted {
        reason: String,
        /// The checkpoint's place in the audit chain; none where there was none.
        checkpoint_seq: Option<u64>,
    },
}

/// How a relation was verified.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[cfg_attr(test, derive(Debug, PartialEq))]
#[serde(rename_all = "snake_case")]
pub(crate) enum Verification {
    /// The installation says so: it made both.
    Installation,
    /// Staff know the person, or met them.
    InPerson,
    /// Staff saw a document.
    Document,
}

impl Payload for Line {
    const KIND: &'static str = "line";
}

/// A relation as its row keeps it.
#[derive(Serialize, Deserialize, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
#[serde(deny_unknown_fields)]
pub(crate) struct RelationRow {
    pub relation: String,
}

impl Payload for RelationRow {
    const KIND: &'static str = "relation";
}
