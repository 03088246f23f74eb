//! Every page of the clinic: a folder each, and the routes that lead to them.
//!
//! `handler` answers a request, `view` holds what its template shows, `view.html` is the template; no page knows more of another
//! than its handlers. What several pages share is in `layout` (what stands around a page), `forms` (what is written) and `parts`
//! (what is read).

pub mod forms {
    pub mod already;
    pub mod amendment;
    pub mod choices;
    pub mod daily_form;
    pub mod desk_form;
    pub mod form;
    pub mod form_object;
    pub mod prefill;
    pub mod question_reasons;
    pub mod refusals;
    pub mod state;
    pub mod submitted;
    pub mod typed_order;
}

pub mod layout {
    pub mod context;
    pub mod error_page;
    pub mod view;
}

pub mod parts {
    pub mod contacts;
    pub mod entry_lines;
    pub mod entry_list;
    pub mod entry_view;
    pub mod medicines;
    pub mod patient_header;
    pub mod rules;
    pub mod same_day_answers;
    pub mod sharing;
}

mod access_log {
    mod handler;
    pub(super) mod view;

    pub use handler::show;
}

mod chart {
    mod handler;
    pub(super) mod query;
    pub(super) mod view;

    pub use handler::show;
}

mod check_in {
    mod carried_forward;
    mod handler;
    pub(super) mod safety;
    pub(super) mod view;

    pub use handler::{send, show, shown, submit};
}

mod components {
    mod handler;
    pub(super) mod view;

    pub use handler::show;
}

mod entries {
    mod handler;
    pub(super) mod view;

    pub use handler::{amend, list, mistake, send_amend};
}

mod family {
    mod handler;
    pub(super) mod view;

    pub use handler::{send, show};
}

mod help {
    mod handler;
    pub(super) mod view;

    pub use handler::show;
}

mod my_days {
    mod handler;
    pub(super) mod view;

    pub use handler::show;
}

mod no_role {
    mod handler;
    pub(super) mod view;

    pub use handler::show;
}

mod patients {
    mod handler;
    pub(super) mod view;

    pub use handler::show;
}

mod plan {
    mod handler;
    pub(super) mod view;

    pub use handler::show;
}

mod privacy {
    mod handler;
    pub(super) mod view;

    pub use handler::show;
}

mod sign_in {
    mod handler;
    pub(super) mod view;

    pub use handler::{choose_language, healthz, home, send, show, sign_out};
}

mod sleep_card {
    mod handler;
    pub(super) mod view;

    pub use handler::{send, show, shown, submit};
}

mod tms_patients {
    mod handler;
    pub(super) mod view;

    pub use handler::show;
}

mod tms_sessions {
    mod handler;
    pub(super) mod view;

    pub use handler::{mistake, send, show};
}

mod treatment {
    mod dose;
    mod handler;
    pub(super) mod read_back_view;
    mod review;
    mod sent;
    pub(super) mod view;

    pub use handler::{amend, mistake, send, send_amend, show};
}

mod visit_summary {
    mod handler;
    pub(super) mod view;

    pub use handler::show;
}

#[cfg(test)]
mod tests;

use crate::http::{assets, urls};

routes! {
    ROUTES, routes:
    get urls::HOME => sign_in::home,
    get "/healthz" => sign_in::healthz,
    get urls::HELP => help::show,
    get urls::SIGN_IN => sign_in::show,
    post urls::SIGN_OUT => sign_in::sign_out,
    post urls::LANGUAGE => sign_in::choose_language,
    get "/assets/{build}/{file}" => assets::asset,
    get urls::CHECK_IN => check_in::show,
    post urls::CHECK_IN => check_in::send,
    get urls::SLEEP_CARD => sleep_card::show,
    post urls::SLEEP_CARD => sleep_card::send,
    get urls::MY_DAYS => my_days::show,
    get urls::AMEND => entries::amend,
    post urls::AMEND => entries::send_amend,
    post urls::MISTAKE => entries::mistake,
    get urls::PLAN => plan::show,
    get urls::PRIVACY => privacy::show,
    get urls::NO_ROLE => no_role::show,
    get urls::ACCESS_LOG => access_log::show,
    get urls::FAMILY => family::show,
    post urls::FAMILY => family::send,
    get urls::PATIENTS => patients::show,
    get urls::TMS_PATIENTS => tms_patients::show,
    get urls::TMS_SESSIONS => tms_sessions::show,
    post urls::TMS_SESSIONS => tms_sessions::send,
    post urls::TMS_MISTAKE => tms_sessions::mistake,
    get urls::CHART => chart::show,
    get urls::VISIT_SUMMARY => visit_summary::show,
    get urls::ENTRIES => entries::list,
    get urls::TREATMENT => treatment::show,
    post urls::TREATMENT => treatment::send,
    get urls::CHART_AMEND => treatment::amend,
    post urls::CHART_AMEND => treatment::send_amend,
    post urls::CHART_MISTAKE => treatment::mistake,
}

routes! {
    LINK_ROUTES, link_routes:
    post urls::SIGN_IN => sign_in::send,
    get urls::COMPONENTS => components::show,
}
