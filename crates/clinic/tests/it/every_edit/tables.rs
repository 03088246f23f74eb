//! All tables of a database as plain values, and how to put them back.

use std::collections::BTreeMap;

use rusqlite::Connection;
use rusqlite::types::Value;

/// One table.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<Value>>,
}

/// All tables that the schema knows, by name.
#[derive(Clone, Debug, PartialEq)]
pub struct Tables(BTreeMap<String, Table>);

impl Tables {
    pub fn read(db: &Connection) -> Self {
        let mut names = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").unwrap();
        let names: Vec<String> = names.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        Self(names.into_iter().map(|name| (name.clone(), Table::read(db, &name))).collect())
    }

    pub fn names(&self) -> Vec<String> {
        self.0.keys().cloned().collect()
    }

    pub fn table(&self, name: &str) -> &Table {
        &self.0[name]
    }

    pub fn rows(&self, name: &str) -> &[Vec<Value>] {
        &self.0[name].rows
    }

    pub fn column(&self, table: &str, column: &str) -> usize {
        self.0[table].columns.iter().position(|name| name == column).unwrap()
    }

    /// The same with the rows of one table changed.
    pub fn with(&self, name: &str, change: impl FnOnce(&mut Vec<Vec<Value>>)) -> Self {
        let mut edited = self.clone();
        change(&mut edited.0.get_mut(name).unwrap().rows);
        edited
    }

    /// The same with these tables as they are in `other`.
    pub fn with_tables_of(&self, other: &Self, names: &[String]) -> Self {
        let mut edited = self.clone();
        for name in names {
            edited.0.insert(name.clone(), other.table(name).clone());
        }
        edited
    }

    pub fn differing(&self, other: &Self) -> Vec<String> {
        self.0.keys().filter(|name| self.0[*name] != other.0[*name]).cloned().collect()
    }

    /// Writes these tables in one transaction, or none of them where the database refuses a row.
    pub fn write(&self, db: &Connection, names: &[String]) -> rusqlite::Result<()> {
        db.execute_batch("PRAGMA ignore_check_constraints = ON")?;
        let transaction = db.unchecked_transaction()?;
        for name in names {
            self.0[name].write(&transaction, name)?;
        }
        transaction.commit()
    }
}

impl Table {
    fn read(db: &Connection, name: &str) -> Self {
        let mut all = db.prepare(&format!("SELECT * FROM {name}")).unwrap();
        let columns: Vec<String> = all.column_names().map(str::to_owned).collect();
        let rows = all.query_map([], |row| (0..columns.len()).map(|at| row.get(at)).collect()).unwrap();
        let rows = rows.map(Result::unwrap).collect();
        Self { columns, rows }
    }

    fn write(&self, db: &Connection, name: &str) -> rusqlite::Result<()> {
        db.execute(&format!("DELETE FROM {name}"), [])?;
        let places = vec!["?"; self.columns.len()].join(", ");
        let mut insert = db.prepare(&format!("INSERT INTO {name} VALUES ({places})"))?;
        for row in &self.rows {
            insert.execute(rusqlite::params_from_iter(row))?;
        }
        Ok(())
    }
}
