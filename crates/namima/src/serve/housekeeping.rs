//! What a running server does each minute, whether or not anyone comes by.

use std::sync::Arc;
use std::time::Duration;

use clinic::Clinic;
use tokio::time::MissedTickBehavior;

use crate::checkpoint_file::CheckpointKeeper;

/// How often.
const EVERY: Duration = Duration::from_secs(60);

/// Keeps house until the server stops.
pub async fn keep_house(clinic: Arc<Clinic>, keeper: CheckpointKeeper) {
    let mut ticks = tokio::time::interval(EVERY);
    // After a standstill one round is enough.
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        clinic.sweep();
        clinic.notice_destroyed_keys().await;
        keeper.take_or_log().await;
    }
}
