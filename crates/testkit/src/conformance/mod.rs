//! What every store must do, as named cases; [`conformance_tests`](crate::conformance_tests) makes them a store's tests.

use ledger::LedgerError;

pub mod audit;
pub mod concurrency;
pub mod fixture;
pub mod guards;
pub mod jobs;
pub mod records;
pub mod rows;

/// A case panics when the store is wrong and passes on what the store could not do.
pub type Outcome = Result<(), LedgerError>;

/// Makes a test of each case, all but those that prove a requirement: each store calls these three by name, because a claim
/// stands on a test of its own. `$run` is an async function that runs a case on a fresh, empty ledger.
#[macro_export]
macro_rules! conformance_tests {
    ($run:ident) => {
        $crate::conformance_tests! { $run:
            audit::chain_verifies,
            audit::head_is_the_newest_event,
            audit::change_without_effect_leaves_its_event,
            audit::clinics_have_chains_of_their_own,
            audit::events_of_one_subject_come_newest_first,
            audit::events_come_in_pages,
            audit::repeated_event_is_not_stored,
            audit::store_tells_what_stands_there,
            concurrency::sixteen_writers_on_charts_of_their_own,
            guards::destroyed_keys_refuse_a_change,
            guards::empty_strand_is_guarded,
            guards::lost_head_is_refused,
            guards::malformed_part_leaves_nothing,
            guards::row_versions_are_guarded,
            guards::taken_ids_are_refused,
            jobs::all_jobs_come_in_pages,
            jobs::charts_wait_once_for_their_oldest_job,
            jobs::jobs_open_and_close_once,
            jobs::closed_job_is_opened_again,
            jobs::open_jobs_come_by_due_time,
            jobs::open_jobs_of_a_chart_are_its_own,
            records::append_reads_back_in_order,
            records::big_records_come_back_whole,
            records::chart_stays_in_its_clinic,
            records::charts_come_in_pages,
            records::found_by_id,
            records::gap_is_malformed,
            records::known_id_is_malformed,
            records::only_the_named_strands_come_back,
            records::wrong_link_is_malformed,
            rows::only_a_present_row_is_refreshed,
            rows::probe_leaves_nothing,
            rows::rows_come_by_prefix,
            rows::rows_of_some_keys,
            rows::written_replaced_removed,
        }
    };
    ($run:ident: $($group:ident::$case:ident),* $(,)?) => {
        $(#[tokio::test(flavor = "multi_thread")]
        async fn $case() {
            $run($crate::conformance::$group::$case).await;
        })*
    };
}
