//! Which SQLite may touch patient data.

use crate::OpenError;

/// The oldest SQLite that may be used, as SQLite writes it: before 3.51.3 a WAL reset could corrupt the database.
pub const FLOOR: i32 = 3_051_003;

/// 3.52 was withdrawn by its makers.
const WITHDRAWN: std::ops::Range<i32> = 3_052_000..3_053_000;

/// Checks a version number as SQLite writes it (3.54.1 is 3054001).
///
/// # Errors
/// [`OpenError::SqliteVersion`] for versions known to damage data and for withdrawn ones.
pub fn check_version(number: i32) -> Result<(), OpenError> {
    if number < FLOOR || WITHDRAWN.contains(&number) {
        return Err(OpenError::SqliteVersion(number));
    }
    Ok(())
}
