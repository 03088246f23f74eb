//! The suite that every store must pass.

use ledger::conformance::{CASES, audit, concurrency, guards, jobs, records, rows};

/// Runs one case on a fresh ledger.
macro_rules! on_fresh {
    ($case:path) => {{
        let fresh = crate::server::fresh().await;
        $case(&fresh.node().await).await.unwrap();
    }};
}

#[tokio::test(flavor = "multi_thread")]
async fn chain_verifies() {
    on_fresh!(audit::chain_verifies);
}

#[tokio::test(flavor = "multi_thread")]
async fn head_is_the_newest_event() {
    on_fresh!(audit::head_is_the_newest_event);
}

#[tokio::test(flavor = "multi_thread")]
async fn change_without_effect_leaves_its_event() {
    on_fresh!(audit::change_without_effect_leaves_its_event);
}

#[tokio::test(flavor = "multi_thread")]
async fn clinics_have_chains_of_their_own() {
    on_fresh!(audit::clinics_have_chains_of_their_own);
}

#[tokio::test(flavor = "multi_thread")]
async fn events_of_one_subject_come_newest_first() {
    on_fresh!(audit::events_of_one_subject_come_newest_first);
}

#[tokio::test(flavor = "multi_thread")]
async fn events_come_in_pages() {
    on_fresh!(audit::events_come_in_pages);
}

#[tokio::test(flavor = "multi_thread")]
async fn sixteen_writers_on_charts_of_their_own() {
    on_fresh!(concurrency::sixteen_writers_on_charts_of_their_own);
}

/// Verifies: SEC-014
#[tokio::test(flavor = "multi_thread")]
async fn sixteen_writers_on_one_chart() {
    on_fresh!(concurrency::sixteen_writers_on_one_chart);
}

#[tokio::test(flavor = "multi_thread")]
async fn empty_strand_is_guarded() {
    on_fresh!(guards::empty_strand_is_guarded);
}

#[tokio::test(flavor = "multi_thread")]
async fn lost_head_is_refused() {
    on_fresh!(guards::lost_head_is_refused);
}

#[tokio::test(flavor = "multi_thread")]
async fn malformed_part_leaves_nothing() {
    on_fresh!(guards::malformed_part_leaves_nothing);
}

/// Verifies: SEC-014
#[tokio::test(flavor = "multi_thread")]
async fn one_of_many_writers_wins() {
    on_fresh!(guards::one_of_many_writers_wins);
}

/// Verifies: AUD-003
#[tokio::test(flavor = "multi_thread")]
async fn refused_guard_leaves_nothing() {
    on_fresh!(guards::refused_guard_leaves_nothing);
}

#[tokio::test(flavor = "multi_thread")]
async fn row_versions_are_guarded() {
    on_fresh!(guards::row_versions_are_guarded);
}

#[tokio::test(flavor = "multi_thread")]
async fn taken_ids_are_refused() {
    on_fresh!(guards::taken_ids_are_refused);
}

#[tokio::test(flavor = "multi_thread")]
async fn jobs_open_and_close_once() {
    on_fresh!(jobs::jobs_open_and_close_once);
}

#[tokio::test(flavor = "multi_thread")]
async fn closed_job_is_opened_again() {
    on_fresh!(jobs::closed_job_is_opened_again);
}

#[tokio::test(flavor = "multi_thread")]
async fn open_jobs_come_by_due_time() {
    on_fresh!(jobs::open_jobs_come_by_due_time);
}

#[tokio::test(flavor = "multi_thread")]
async fn open_jobs_of_a_chart_are_its_own() {
    on_fresh!(jobs::open_jobs_of_a_chart_are_its_own);
}

#[tokio::test(flavor = "multi_thread")]
async fn append_reads_back_in_order() {
    on_fresh!(records::append_reads_back_in_order);
}

#[tokio::test(flavor = "multi_thread")]
async fn big_records_come_back_whole() {
    on_fresh!(records::big_records_come_back_whole);
}

#[tokio::test(flavor = "multi_thread")]
async fn chart_stays_in_its_clinic() {
    on_fresh!(records::chart_stays_in_its_clinic);
}

#[tokio::test(flavor = "multi_thread")]
async fn charts_come_in_pages() {
    on_fresh!(records::charts_come_in_pages);
}

#[tokio::test(flavor = "multi_thread")]
async fn found_by_id() {
    on_fresh!(records::found_by_id);
}

#[tokio::test(flavor = "multi_thread")]
async fn gap_is_malformed() {
    on_fresh!(records::gap_is_malformed);
}

#[tokio::test(flavor = "multi_thread")]
async fn known_id_is_malformed() {
    on_fresh!(records::known_id_is_malformed);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_named_strands_come_back() {
    on_fresh!(records::only_the_named_strands_come_back);
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_link_is_malformed() {
    on_fresh!(records::wrong_link_is_malformed);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_present_row_is_refreshed() {
    on_fresh!(rows::only_a_present_row_is_refreshed);
}

#[tokio::test(flavor = "multi_thread")]
async fn probe_leaves_nothing() {
    on_fresh!(rows::probe_leaves_nothing);
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_come_by_prefix() {
    on_fresh!(rows::rows_come_by_prefix);
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_of_some_keys() {
    on_fresh!(rows::rows_of_some_keys);
}

#[tokio::test(flavor = "multi_thread")]
async fn written_replaced_removed() {
    on_fresh!(rows::written_replaced_removed);
}

#[test]
fn no_case_is_forgotten() {
    let here = include_str!("conformance.rs");
    for case in CASES {
        assert!(here.contains(&format!("on_fresh!({case});")), "{case}");
    }
}
