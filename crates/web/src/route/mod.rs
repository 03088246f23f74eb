//! Pages: extract, one call into the clinic, one view.

mod amend;
mod assets;
mod components;
mod copy;
mod days;
mod done;
mod dose;
mod evening;
mod facts;
mod family;
mod form;
mod frame;
mod moved;
mod night;
mod own;
mod panel;
mod patient;
mod plan;
mod prefill;
mod privacy;
mod public;
mod review;
mod role;
mod said;
mod same;
mod sheet;

pub use frame::{chosen_language, trouble_page};
pub use public::{method_not_allowed, not_found};

routes! {
    ROUTES, routes:
    get "/" => public::home,
    get "/healthz" => public::healthz,
    get "/help" => public::help,
    get "/sign-in" => public::sign_in,
    post "/sign-out" => public::sign_out,
    post "/language/{code}" => public::language,
    get "/assets/{build}/{file}" => assets::asset,
    get "/today" => evening::show,
    post "/today" => evening::send,
    get "/sleep" => night::show,
    post "/sleep" => night::send,
    get "/days" => days::show,
    get "/days/{record}/amend" => amend::show,
    post "/days/{record}/amend" => amend::send,
    post "/days/{record}/mistake" => amend::mistake,
    get "/plan" => plan::show,
    get "/privacy" => privacy::show,
    get "/role" => role::show,
    get "/access" => own::access,
    get "/family" => family::show,
    post "/family" => family::send,
    get "/panel" => panel::show,
    get "/charts/{chart}" => patient::timeline,
    get "/charts/{chart}/copy" => copy::show,
    get "/charts/{chart}/entries" => patient::entries,
    get "/charts/{chart}/add/{kind}" => facts::show,
    post "/charts/{chart}/add/{kind}" => facts::send,
    get "/charts/{chart}/entries/{record}/amend" => facts::amend,
    post "/charts/{chart}/entries/{record}/amend" => facts::send_amend,
    post "/charts/{chart}/entries/{record}/mistake" => facts::mistake,
}

routes! {
    LINK_ROUTES, link_routes:
    post "/sign-in" => public::sign_in_with_code,
    get "/components" => components::show,
}
