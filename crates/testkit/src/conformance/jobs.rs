//! Jobs.

use ledger::state::StoredJob;
use ledger::{Job, JobWrite, Ledger, WaitingChart};
use vault::ChartId;

use super::Outcome;
use super::fixture::{CLINIC, OTHER, bytes16, change, job, verified_chain, with};

/// Opening twice keeps the first, also when it is closed; closing twice, or what never was, is no error.
pub async fn jobs_open_and_close_once(ledger: &dyn Ledger) -> Outcome {
    write(ledger, 1, vec![JobWrite::Open(job(1, 10))]).await?;
    write(ledger, 2, vec![JobWrite::Open(Job { kind: 9, ..job(1, 99) })]).await?;
    assert_eq!(ledger.open_jobs(CLINIC, 10).await?, [job(1, 10)]);
    assert_eq!(ledger.open_jobs(OTHER, 10).await?, []);

    let close = JobWrite::Close(bytes16(1), 50);
    write(ledger, 3, vec![close]).await?;
    assert_eq!(ledger.open_jobs(CLINIC, 10).await?, []);
    write(ledger, 4, vec![JobWrite::Open(job(1, 10)), close, JobWrite::Close(bytes16(2), 50)]).await?;
    assert_eq!(ledger.open_jobs(CLINIC, 10).await?, []);
    verified_chain(ledger, CLINIC).await.map(drop)
}

/// All jobs come in the order of their ids, page by page, open and closed.
pub async fn all_jobs_come_in_pages(ledger: &dyn Ledger) -> Outcome {
    let opened = [job(3, 30), job(1, 10), job(2, 20)].map(JobWrite::Open).to_vec();
    write(ledger, 1, opened).await?;
    write(ledger, 2, vec![JobWrite::Close(bytes16(2), 50), JobWrite::Close(bytes16(3), 60)]).await?;
    let stored = |number, due_ms, closed_ms| StoredJob { job: job(number, due_ms), closed_ms };
    assert_eq!(ledger.jobs(CLINIC, None, 2).await?, [stored(1, 10, None), stored(2, 20, Some(50))]);
    assert_eq!(ledger.jobs(CLINIC, Some(bytes16(2)), 2).await?, [stored(3, 30, Some(60))]);
    assert_eq!(ledger.jobs(OTHER, None, 9).await?, []);
    Ok(())
}

/// A closed job is opened again as it was; one that was never opened is opened, an open one stays.
pub async fn closed_job_is_opened_again(ledger: &dyn Ledger) -> Outcome {
    write(ledger, 1, vec![JobWrite::Open(job(1, 10)), JobWrite::Close(bytes16(1), 50)]).await?;
    write(ledger, 2, vec![JobWrite::Reopen(job(1, 99)), JobWrite::Reopen(job(2, 20))]).await?;
    assert_eq!(ledger.open_jobs(CLINIC, 10).await?, [job(1, 10), job(2, 20)]);
    write(ledger, 3, vec![JobWrite::Reopen(job(1, 10)), JobWrite::Close(bytes16(2), 60)]).await?;
    assert_eq!(ledger.open_jobs(CLINIC, 10).await?, [job(1, 10)]);
    verified_chain(ledger, CLINIC).await.map(drop)
}

/// The oldest due comes first; jobs due at the same time come in the order of their ids.
pub async fn open_jobs_come_by_due_time(ledger: &dyn Ledger) -> Outcome {
    let jobs = [job(4, 30), job(3, -5), job(2, 20), job(1, 20)];
    write(ledger, 1, jobs.map(JobWrite::Open).to_vec()).await?;
    assert_eq!(ledger.open_jobs(CLINIC, 10).await?, [job(3, -5), job(1, 20), job(2, 20), job(4, 30)]);
    assert_eq!(ledger.open_jobs(CLINIC, 2).await?, [job(3, -5), job(1, 20)]);
    Ok(())
}

/// The open jobs of one chart are all of its own, however many of others wait for longer, and no other clinic's.
pub async fn open_jobs_of_a_chart_are_its_own(ledger: &dyn Ledger) -> Outcome {
    let own = |number, due_ms| Job { chart: ChartId([7; 16]), ..job(number, due_ms) };
    let jobs = [job(1, 1), own(4, 30), own(3, 20), own(2, 20), job(5, 5), own(6, 9)];
    let mut writes = jobs.map(JobWrite::Open).to_vec();
    writes.push(JobWrite::Close(bytes16(6), 50));
    write(ledger, 1, writes).await?;
    let of = |chart| ledger.open_jobs_of(CLINIC, ChartId([chart; 16]));
    assert_eq!(of(7).await?, [own(2, 20), own(3, 20), own(4, 30)]);
    assert_eq!(of(8).await?, []);
    assert_eq!(ledger.open_jobs_of(OTHER, ChartId([7; 16])).await?, []);
    Ok(())
}

/// Each chart that waits comes once, with its oldest open job, however many it has; closed jobs and other clinics' do not count.
pub async fn charts_wait_once_for_their_oldest_job(ledger: &dyn Ledger) -> Outcome {
    let of = |chart, number, due_ms| Job { chart: ChartId([chart; 16]), ..job(number, due_ms) };
    let jobs = [of(7, 1, 30), of(7, 2, -5), of(8, 3, 20), of(9, 4, 10), of(7, 5, -9)];
    let mut writes = jobs.map(JobWrite::Open).to_vec();
    writes.extend([JobWrite::Close(bytes16(4), 50), JobWrite::Close(bytes16(5), 50)]);
    write(ledger, 1, writes).await?;
    let waits = |chart, due_ms| WaitingChart { chart: ChartId([chart; 16]), due_ms };
    assert_eq!(ledger.waiting_charts(CLINIC).await?, [waits(7, -5), waits(8, 20)]);
    assert_eq!(ledger.waiting_charts(OTHER).await?, []);
    Ok(())
}

async fn write(ledger: &dyn Ledger, number: u64, jobs: Vec<JobWrite>) -> Outcome {
    ledger.commit(with(change(number), |change| change.jobs = jobs)).await
}
