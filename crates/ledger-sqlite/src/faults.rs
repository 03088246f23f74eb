//! Where tests make the device fail. Without the feature `testing` this is nothing at all.

#[cfg(feature = "testing")]
pub(crate) use crate::testing::Faults;

/// No faults.
#[cfg(not(feature = "testing"))]
#[derive(Clone, Default)]
pub(crate) struct Faults(());

#[cfg(not(feature = "testing"))]
#[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "the shape of the one that tests use")]
impl Faults {
    /// Called before BEGIN.
    pub(crate) fn begin(&self, _connection: &rusqlite::Connection) -> rusqlite::Result<()> {
        Ok(())
    }

    /// Called before every statement of a batch that writes, BEGIN and COMMIT included.
    pub(crate) fn step(&self) -> rusqlite::Result<()> {
        Ok(())
    }

    /// Called after COMMIT, before anyone is answered.
    pub(crate) fn committed(&self) -> rusqlite::Result<()> {
        Ok(())
    }
}
