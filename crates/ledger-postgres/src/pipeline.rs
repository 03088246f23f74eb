//! Many statements on one connection without waiting for each answer, and waiting that ends.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use futures_util::future::{MaybeDone, join_all, maybe_done};

use crate::error::Failure;

/// Runs all of `work` at once and answers in its order, or with its first failure. The driver sends a statement when
/// its future is first polled, so the server sees them in this order too.
pub(crate) async fn in_order<T, E, F>(work: impl Iterator<Item = F>) -> Result<Vec<T>, E>
where
    F: Future<Output = Result<T, E>>,
{
    let mut sent: Vec<Pin<Box<MaybeDone<F>>>> = work.map(|one| Box::pin(maybe_done(one))).collect();
    poll_fn(|context| {
        for one in &mut sent {
            // Whether it is ready already does not matter here.
            let _ = one.as_mut().poll(context);
        }
        Poll::Ready(())
    })
    .await;
    join_all(sent.iter_mut().map(Pin::as_mut)).await;
    sent.iter_mut().filter_map(|one| one.as_mut().take_output()).collect()
}

/// Longer than any statement may take on the server: without an answer by then there will be none.
const TIMEOUT: Duration = Duration::from_secs(15);

/// The answer of `work`, or [`Failure::Slow`] when it does not come within the time that the longest work may take.
pub(crate) async fn with_timeout<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    tokio::time::timeout(TIMEOUT, work).await.unwrap_or(Err(Failure::Slow))
}
