//! Every page of the clinic: a folder each, and the routes that lead to them.
//!
//! `handler` answers a request, `view` holds what its template shows, `view.html` is the template. What several pages share is in
//! `layout` (what stands around a page), `forms` (what is written) and `parts` (what is read).

pub mod access_log {
    pub mod handler;
    pub mod view;
}

pub mod chart {
    pub mod handler;
    pub mod query;
    pub mod view;
}

pub mod check_in {
    pub mod handler;
    pub mod safety_view;
    pub mod same;
    pub mod view;
}

pub mod components {
    pub mod handler;
    pub mod view;
}

pub mod entries {
    pub mod amend;
    pub mod view;
}

pub mod family {
    pub mod handler;
    pub mod view;
}

pub mod forms {
    pub mod already;
    pub mod daily_form;
    pub mod prefill;
    pub mod question_reasons;
    pub mod refusals;
    pub mod state;
    pub mod submit;
}

pub mod help {
    pub mod view;
}

pub mod layout {
    pub mod context;
    pub mod error_view;
    pub mod view;
}

pub mod my_days {
    pub mod handler;
    pub mod view;
}

pub mod no_role {
    pub mod handler;
    pub mod view;
}

pub mod parts {
    pub mod contacts;
    pub mod entry;
    pub mod entry_facts;
    pub mod entry_model;
    pub mod rules;
    pub mod sharing;
}

pub mod patients {
    pub mod handler;
    pub mod view;
}

pub mod plan {
    pub mod handler;
    pub mod view;
}

pub mod privacy {
    pub mod handler;
    pub mod view;
}

pub mod review {
    pub mod handler;
}

pub mod sign_in {
    pub mod handler;
    pub mod view;
}

pub mod sleep_card {
    pub mod handler;
    pub mod view;
}

pub mod submitted {
    pub mod handler;
    pub mod view;
}

pub mod treatment {
    pub mod dose;
    pub mod handler;
    pub mod read_back_view;
    pub mod view;
}

#[cfg(test)]
mod tests;

pub use sign_in::handler::{method_not_allowed, not_found};

routes! {
    ROUTES, routes:
    get "/" => sign_in::handler::home,
    get "/healthz" => sign_in::handler::healthz,
    get "/help" => sign_in::handler::help,
    get "/sign-in" => sign_in::handler::sign_in,
    post "/sign-out" => sign_in::handler::sign_out,
    post "/language/{code}" => sign_in::handler::language,
    get "/assets/{build}/{file}" => crate::http::assets::asset,
    get "/today" => check_in::handler::show,
    post "/today" => check_in::handler::send,
    get "/sleep" => sleep_card::handler::show,
    post "/sleep" => sleep_card::handler::send,
    get "/days" => my_days::handler::show,
    get "/days/{record}/amend" => entries::amend::show,
    post "/days/{record}/amend" => entries::amend::send,
    post "/days/{record}/mistake" => entries::amend::mistake,
    get "/plan" => plan::handler::show,
    get "/privacy" => privacy::handler::show,
    get "/role" => no_role::handler::show,
    get "/access" => access_log::handler::access,
    get "/family" => family::handler::show,
    post "/family" => family::handler::send,
    get "/panel" => patients::handler::show,
    get "/charts/{chart}" => chart::handler::timeline,
    get "/charts/{chart}/copy" => crate::route::copy::show,
    get "/charts/{chart}/entries" => chart::handler::entries,
    get "/charts/{chart}/add/{kind}" => treatment::handler::show,
    post "/charts/{chart}/add/{kind}" => treatment::handler::send,
    get "/charts/{chart}/entries/{record}/amend" => treatment::handler::amend,
    post "/charts/{chart}/entries/{record}/amend" => treatment::handler::send_amend,
    post "/charts/{chart}/entries/{record}/mistake" => treatment::handler::mistake,
}

routes! {
    LINK_ROUTES, link_routes:
    post "/sign-in" => sign_in::handler::sign_in_with_code,
    get "/components" => components::handler::show,
}
