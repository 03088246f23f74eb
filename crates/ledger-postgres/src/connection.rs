//! Connections: settings, schema and rights are checked before one is handed out.

use std::collections::HashMap;

use ledger::schema::HISTORY;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, NoTls, Row, Statement};

use crate::error::Failure;
use crate::pipeline::in_order;
use crate::schema::{self, Schema};
use crate::sql::{
    AUDIT_HEAD_FIRST, AUDIT_HEAD_LOCK, DEFINITIONS, FORGET_DEAD_KEYS, KEYS_HOLD, MAY_REWRITE, SEALS_LOCK,
    WRAPPED_LOCK,
};
use crate::{Config, OpenError, settings};

/// What a connection is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Changes the database.
    Write,
    /// Cannot change anything.
    Read,
}

/// A database and the role that asks.
#[derive(Clone, Debug)]
pub(crate) struct Database {
    config: Config,
    schema: Schema,
}

/// A parameter of a statement.
pub(crate) type Value<'a> = &'a (dyn ToSql + Sync);

/// A connection with its prepared statements. Dropping it ends the session and rolls back.
pub(crate) struct Connection {
    client: Client,
    statements: HashMap<&'static str, Statement>,
}

/// Connects, and lets the driver serve the connection in the background.
pub(crate) async fn open_client(config: &Config) -> Result<Client, OpenError> {
    let (client, served) = config.driver().connect(NoTls).await?;
    // Every statement that still waits then fails.
    tokio::spawn(async { drop(served.await) });
    Ok(client)
}

impl Database {
    pub(crate) fn new(config: &Config, schema: Schema) -> Self {
        Self { config: config.clone(), schema }
    }

    /// A connection that has proved its settings, its schema and that it cannot rewrite a log.
    pub(crate) async fn connect(&self, role: Role) -> Result<Connection, OpenError> {
        let client = open_client(&self.config).await?;
        settings::apply(&client).await?;
        self.check(&client).await?;
        if matches!(self.schema, Schema::Ledger)
            && client.query_one(MAY_REWRITE, &[]).await?.try_get::<_, bool>(0)?
        {
            return Err(OpenError::TooPowerful);
        }
        if role == Role::Read {
            client.batch_execute("SET default_transaction_read_only = on").await?;
        }
        let statements = self.prepare(&client).await?;
        Ok(Connection { client, statements })
    }

    /// Checks the schema.
    pub(crate) async fn check(&self, client: &Client) -> Result<(), OpenError> {
        schema::require(client, self.schema).await
    }

    async fn prepare(&self, client: &Client) -> Result<HashMap<&'static str, Statement>, OpenError> {
        let (shared, own): (_, &[&'static str]) = match self.schema {
            Schema::Ledger => (ledger::sql::ALL, &[AUDIT_HEAD_LOCK, AUDIT_HEAD_FIRST, DEFINITIONS, HISTORY]),
            Schema::Keys => {
                (ledger::sql::keys::ALL, &[SEALS_LOCK, WRAPPED_LOCK, FORGET_DEAD_KEYS, KEYS_HOLD])
            }
        };
        let texts: Vec<_> = shared.iter().map(|(_, text)| *text).chain(own.iter().copied()).collect();
        let prepared = in_order(texts.iter().map(|text| client.prepare(text))).await?;
        Ok(texts.into_iter().zip(prepared).collect())
    }
}

impl Connection {
    /// The rows that a known text finds.
    pub(crate) async fn query(&self, text: &str, values: &[Value<'_>]) -> Result<Vec<Row>, Failure> {
        Ok(self.client.query(self.statement(text)?, values).await?)
    }

    /// Runs a known text that changes something.
    pub(crate) async fn execute(&self, text: &str, values: &[Value<'_>]) -> Result<(), Failure> {
        self.client.execute(self.statement(text)?, values).await?;
        Ok(())
    }

    /// Begins or ends a transaction.
    pub(crate) async fn control(&self, text: &'static str) -> Result<(), Failure> {
        Ok(self.client.batch_execute(text).await?)
    }

    /// Checks the settings again: a reload of the server's configuration may have changed them.
    pub(crate) async fn check_settings(&self) -> Result<(), Failure> {
        settings::check(&self.client).await.map_err(Failure::Open)
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.client.is_closed()
    }

    fn statement(&self, text: &str) -> Result<&Statement, Failure> {
        self.statements.get(text).ok_or(Failure::Shape)
    }
}
