//! Who looked at my record.

use axum::http::StatusCode;
use axum::response::Response;
use clinic::Access;
use diary::Role;
use locale::Texts;
use policy::Action;

use super::view::{AccessLogPage, Look, Looker};
use crate::http::error::HttpError;
use crate::http::query::Query;
use crate::http::urls;
use crate::pages::layout::context::{PageContext, render};
use crate::pages::layout::view::NavItem;

const LINES: u32 = 50;

/// Who looked at my record.
pub async fn show(page: PageContext, query: Query) -> Result<Response, HttpError> {
    let access = page.own_chart("access").await?;
    let before = query.get("before").and_then(|text| text.parse().ok());
    let clinic = page.app.clinic();
    let accesses = clinic.charts().accesses(&page.cx("access"), access, before, LINES).await?;
    let full = accesses.len() == usize::try_from(LINES).unwrap_or(usize::MAX);
    let older =
        accesses.last().filter(|_| full).map(|last| format!("{}?before={}", urls::ACCESS_LOG, last.event));
    let looks = accesses.iter().map(|access| look(&page, access)).collect();
    Ok(render(&AccessLogPage { layout: page.layout(NavItem::Privacy), looks, older }, StatusCode::OK))
}

/// What was done, as a sentence: as its rule has it, where that showed less of the record than others; one that is new to
/// this version is said to have happened all the same.
fn done(t: Texts, access: &Access) -> String {
    let action = format!("action-{}", access.action);
    let of_rule = format!("{action}-{}", access.rule);
    let key = [of_rule, action].into_iter().find(|key| t.has(key));
    t.get(key.as_deref().unwrap_or("action-other"))
}

/// Set where the machine did it, whoever it is written down for.
const BY_COMMAND: &str = "command_line";

/// Through which kind of function it was done.
fn through(function: &str) -> &'static str {
    match function {
        BY_COMMAND => "access-log-through-command",
        function if function.starts_with("api/") => "access-log-through-api",
        _ => "access-log-through-page",
    }
}

/// Entries that were brought in under the name of one who has an account here.
fn brought(page: &PageContext, access: &Access) -> Option<String> {
    let named = access.name.as_deref().filter(|_| access.action == Action::BringIn.as_str())?;
    let mine = access.actor == page.viewer.account.id;
    let t = page.t;
    Some(if mine {
        t.get("access-log-imported-you")
    } else {
        t.one("access-log-imported-name", "name", named)
    })
}

fn look(page: &PageContext, access: &Access) -> Look {
    let t = page.t;
    let role = Role::parse(&access.role).map_or_else(|_| String::new(), |role| t.role(&role));
    let mine = access.actor == page.viewer.account.id;
    let by_command = access.function == BY_COMMAND;
    let somebody = access.name.as_deref().filter(|_| !by_command);
    // A guardian looks as a parent, not as somebody who treats.
    let plain = access.purpose.is_empty() || access.role == Role::Guardian.as_str();
    let mine = mine && !by_command;
    Look {
        at: page.local(access.at),
        by: if mine { Looker::You } else { Looker::Other },
        name: match somebody {
            _ if mine => t.get("access-log-you"),
            None => t.get("access-log-installation"),
            Some(name) => name.to_owned(),
        },
        role: if mine || somebody.is_none() { String::new() } else { role },
        what: brought(page, access).unwrap_or_else(|| done(t, access)),
        purpose: if plain { String::new() } else { t.get(&format!("purpose-{}", access.purpose)) },
        through: t.get(through(&access.function)),
    }
}
