//! Every route, every role, every object: what is answered, and that nobody learns what is there.

use serde_json::json;
use testkit::{
    Answer, Ask, Bytes, MISSING, Session, TestServer, ask, check_in, entry, get, id, json as post,
};

/// What a person gets on an object of their own, and which lines that leaves on the person's access list.
pub type Own = (&'static str, u16, &'static [&'static str]);

/// One route and those for whom it is there. For everyone else it is not: 404 signed in, 401 not signed in.
pub struct Rule {
    pub method: &'static str,
    pub path: &'static str,
    pub own: &'static [Own],
}

const fn rule(method: &'static str, path: &'static str, own: &'static [Own]) -> Rule {
    Rule { method, path, own }
}

/// `*` is everyone, signed in or not; `+` everyone signed in.
pub const RULES: &[Rule] = &[
    rule("get", "/", &[("*", 303, &[])]),
    rule("get", "/healthz", &[("*", 200, &[])]),
    rule("get", "/help", &[("*", 200, &[])]),
    rule("get", "/sign-in", &[("*", 200, &[])]),
    rule("post", "/sign-in", &[("*", 401, &[])]),
    rule("post", "/api/v1/sign-in/link", &[("*", 401, &[])]),
    rule("post", "/sign-out", &[("+", 303, &[])]),
    rule("post", "/language/{code}", &[("*", 303, &[])]),
    rule("get", "/assets/{build}/{file}", &[("*", 404, &[])]),
    rule("get", "/today", &[("patient", 200, &["read_chart today"])]),
    rule("post", "/today", &[("patient", 200, &["write_diary today"])]),
    rule("get", "/sleep", &[("patient", 200, &["read_chart sleep"])]),
    rule("post", "/sleep", &[("patient", 200, &["write_diary sleep"])]),
    rule("get", "/days", &[("patient", 200, &["read_chart days"])]),
    rule("get", "/days/{record}/amend", &[("patient", 200, &["read_chart days"])]),
    rule("post", "/days/{record}/amend", &[("patient", 200, &["write_diary today"])]),
    rule(
        "post",
        "/days/{record}/mistake",
        &[("patient", 303, &["write_diary entries"]), ("guardian", 303, &["write_diary entries"])],
    ),
    rule("get", "/plan", &[("patient", 200, &["read_chart plan"])]),
    rule("get", "/privacy", &[("*", 200, &[])]),
    rule("get", "/components", &[("*", 200, &[])]),
    rule(
        "get",
        "/role",
        &[
            ("supporter", 200, &[]),
            ("reception", 200, &[]),
            ("privacy_officer", 200, &[]),
            ("administrator", 200, &[]),
        ],
    ),
    rule("get", "/access", &[("patient", 200, &["read_access_list access"])]),
    rule("get", "/family", &[("guardian", 200, &["read_chart family"])]),
    rule("post", "/family", &[("guardian", 200, &["write_diary family"])]),
    rule(
        "get",
        "/panel",
        &[("clinician", 200, &["read_panel panel"]), ("care_staff", 200, &["read_panel panel"])],
    ),
    rule("get", "/tms", &[("technician", 200, &["list_patients tms"])]),
    rule("get", "/tms/{chart}", &[("technician", 200, &["read_chart tms"])]),
    rule("post", "/tms/{chart}", &[("technician", 303, &["write_tms_session tms"])]),
    rule(
        "post",
        "/tms/{chart}/entries/{record}/mistake",
        &[("technician", 303, &["write_tms_session entries"])],
    ),
    rule(
        "get",
        "/charts/{chart}",
        &[("clinician", 200, &["read_chart timeline"]), ("care_staff", 200, &["read_chart timeline"])],
    ),
    rule(
        "get",
        "/charts/{chart}/copy",
        &[("clinician", 200, &["read_chart copy"]), ("care_staff", 200, &["read_chart copy"])],
    ),
    rule(
        "get",
        "/charts/{chart}/entries",
        &[("clinician", 200, &["read_chart entries"]), ("care_staff", 200, &["read_chart entries"])],
    ),
    rule(
        "get",
        "/charts/{chart}/add/{kind}",
        // Care staff read and do not write facts: for them there is no such form.
        &[("clinician", 200, &["read_chart facts"])],
    ),
    rule("post", "/charts/{chart}/add/{kind}", &[("clinician", 303, &["write_facts facts"])]),
    rule("get", "/charts/{chart}/entries/{record}/amend", &[("clinician", 200, &["read_chart facts"])]),
    rule(
        "post",
        "/charts/{chart}/entries/{record}/amend",
        &[("clinician", 303, &["read_chart facts", "write_facts facts"])],
    ),
    rule("post", "/charts/{chart}/entries/{record}/mistake", &[("clinician", 303, &["write_facts entries"])]),
    rule(
        "post",
        "/api/v1/charts/{chart}/entries",
        &[
            ("patient", 200, &["write_diary api/entries"]),
            ("guardian", 200, &["write_diary api/entries"]),
            ("clinician", 200, &["write_facts api/entries"]),
            ("care_staff", 422, &[]),
            ("technician", 200, &["write_tms_session api/entries"]),
        ],
    ),
    rule(
        "get",
        "/api/v1/charts/{chart}/entries",
        &[
            ("patient", 200, &["read_chart api/entries"]),
            ("guardian", 200, &["read_chart api/entries"]),
            ("clinician", 200, &["read_chart api/entries"]),
            ("care_staff", 200, &["read_chart api/entries"]),
            ("technician", 200, &["read_chart api/entries"]),
        ],
    ),
    rule(
        "get",
        "/api/v1/charts/{chart}/timeline",
        &[
            ("patient", 200, &["read_chart api/timeline"]),
            ("guardian", 200, &["read_chart api/timeline"]),
            ("clinician", 200, &["read_chart api/timeline"]),
            ("care_staff", 200, &["read_chart api/timeline"]),
            ("technician", 200, &["read_chart api/timeline"]),
        ],
    ),
    rule("get", "/api/v1/charts/{chart}/accesses", &[("patient", 200, &["read_access_list api/accesses"])]),
    rule(
        "get",
        "/api/v1/panel",
        &[("clinician", 200, &["read_panel api/panel"]), ("care_staff", 200, &["read_panel api/panel"])],
    ),
    rule("post", "/api/v1/sign-out", &[("+", 204, &[])]),
    rule("get", "/api/v1/openapi.json", &[("*", 200, &[])]),
];

/// One of each role, and nobody.
pub const WHO: [&str; 10] = [
    "patient",
    "guardian",
    "supporter",
    "clinician",
    "care_staff",
    "technician",
    "reception",
    "privacy_officer",
    "administrator",
    "nobody",
];

/// Whose object is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Object {
    Own,
    Foreign,
    Missing,
    /// A record of another chart under the address of one's own.
    ForeignUnderOwn,
    /// Nobody's record under the address of one's own chart.
    MissingUnderOwn,
    /// Not even an id.
    Nonsense,
}

impl Rule {
    pub fn expected(&self, who: &str, object: Object) -> u16 {
        let of =
            |name: &str| self.own.iter().find(|(known, ..)| *known == name).map(|(_, status, _)| *status);
        let named = self.path.contains("{chart}") || self.path.contains("{record}");
        match (of("*"), who) {
            (Some(status), _) => status,
            (None, "nobody") => 401,
            _ if object != Object::Own && named => 404,
            _ => of(who).or(of("+")).unwrap_or(404),
        }
    }

    pub fn lines(&self, who: &str) -> &'static [&'static str] {
        self.own.iter().find(|(known, ..)| *known == who).map_or(&[], |(_, _, lines)| lines)
    }
}

/// What each person calls their own.
pub struct Things {
    own: Vec<(&'static str, String)>,
    foreign: String,
}

impl Things {
    /// Entries of every voice in every chart.
    pub async fn lay_out(world: &TestServer) -> Self {
        let wrote = |who: &'static str, chart, n, body: serde_json::Value| async move {
            let session = world.sign_in(who).await;
            world.submit(&session, chart, &[body]).await.is(200);
            world.record(&session, chart, &id(n)).await
        };
        let fact = entry(3, "measurement", &json!({ "kg": "60.5" }));
        let patient = wrote("patient", world.chart, 1, check_in(1, &json!({ "mood": 4 }))).await;
        let guardian = wrote("guardian", world.child, 2, check_in(2, &json!({ "mood": 3 }))).await;
        let clinician = wrote("clinician", world.chart, 3, fact).await;
        let session = entry(5, "tms_session", &json!({ "pulses": 600 }));
        let technician = wrote("technician", world.chart, 5, session).await;
        let foreign = wrote("other patient", world.foreign, 4, check_in(4, &json!({ "mood": 7 }))).await;
        let own = |who| match who {
            "guardian" => guardian.clone(),
            "clinician" | "care_staff" => clinician.clone(),
            "technician" => technician.clone(),
            _ => patient.clone(),
        };
        Self { own: WHO.iter().map(|who| (*who, own(who))).collect(), foreign }
    }

    fn address(&self, world: &TestServer, rule: &Rule, who: &str, object: Object) -> String {
        let own_chart = if who == "guardian" { world.child } else { world.chart }.to_string();
        let own = self.own.iter().find(|(known, _)| *known == who).map_or("", |(_, record)| record);
        let (chart, record) = match object {
            Object::Own => (own_chart.as_str(), own),
            Object::Foreign => (&*world.foreign.to_string(), self.foreign.as_str()),
            Object::Missing => (MISSING, MISSING),
            Object::ForeignUnderOwn => (own_chart.as_str(), self.foreign.as_str()),
            Object::MissingUnderOwn => (own_chart.as_str(), MISSING),
            Object::Nonsense => ("nonsense", "nonsense"),
        };
        let path = rule.path.replace("{chart}", chart).replace("{record}", record).replace("{kind}", "event");
        path.replace("{code}", "en").replace("{build}", "0").replace("{file}", "app.css")
    }

    /// The request of one cell of the table.
    pub fn request(
        &self,
        world: &TestServer,
        rule: &Rule,
        who: &str,
        object: Object,
        session: Option<&Session>,
    ) -> Ask {
        let path = self.address(world, rule, who, object);
        if rule.method == "get" {
            return session.map_or_else(|| get(&path), |session| get(&path).by(session));
        }
        let n = 1_000 + WHO.iter().position(|known| *known == who).unwrap() as u64;
        let id = id(n);
        if rule.path.starts_with("/api/") {
            let event = entry(n, "event", &json!({ "what": "exercise" }));
            let voice = check_in(n, &json!({ "mood": 5 }));
            let tms_session = entry(n, "tms_session", &json!({ "pulses": 600 }));
            let content = match who {
                "clinician" | "care_staff" => event,
                "technician" => tms_session,
                _ => voice,
            };
            let body = match rule.path {
                "/api/v1/sign-in/link" => json!({ "token": "nobody's" }),
                _ => json!({ "entries": [content] }),
            };
            let ask = post(&path, &body);
            return session.map_or(ask.clone(), |session| ask.by(session));
        }
        let mut fields: Vec<(&str, &str)> = match rule.path {
            "/today" | "/family" => vec![("id", &id), ("mood", "5")],
            "/sleep" => vec![("id", &id), ("quality", "5")],
            "/tms/{chart}" => vec![("id", &id), ("pulses", "600")],
            "/days/{record}/amend" => vec![("id", &id), ("mood", "6"), ("reason", "slip")],
            "/charts/{chart}/add/{kind}" => vec![("id", &id), ("what", "exercise")],
            "/charts/{chart}/entries/{record}/amend" => {
                vec![("id", &id), ("value", "61"), ("reason", "slip")]
            }
            path if path.ends_with("/mistake") => vec![("reason", "slip")],
            _ => vec![("token", "nobody's")],
        };
        // Each path has a form of its own; a second entry under the same id would be a conflict.
        let at = RULES.iter().position(|known| known.path == rule.path).unwrap();
        let own_id = format!("{}{:06x}", &id[..30], (at * 10 + object as usize) * 100 + n as usize % 100);
        for field in &mut fields {
            if field.0 == "id" {
                field.1 = &own_id;
            }
        }
        match session {
            Some(session) => world.filled(session, &path, &fields),
            None => testkit::form(&path, &fields),
        }
    }
}

async fn cell(world: &TestServer, things: &Things, rule: &Rule, who: &'static str, object: Object) -> Answer {
    let session = if who == "nobody" { None } else { Some(world.sign_in(who).await) };
    let answer = world.ask(things.request(world, rule, who, object, session.as_ref())).await;
    let expected = rule.expected(who, object);
    assert_eq!(
        answer.code(),
        expected,
        "{} {} by {who}, {object:?}: {}",
        rule.method,
        rule.path,
        answer.text()
    );
    answer
}

/// The table names every route that is served, and none else; a route added without a line here fails.
///
/// Verifies: ACC-001
#[test]
fn every_route_has_a_rule() {
    let mut served: Vec<(&str, &str)> = web::ROUTES.concat();
    let mut ruled: Vec<(&str, &str)> = RULES.iter().map(|rule| (rule.method, rule.path)).collect();
    served.sort_unstable();
    ruled.sort_unstable();
    assert_eq!(served, ruled);
}

/// Each cell is answered as its rule says; and where there is nothing for a person, another patient's object, one that
/// does not exist and, for those who open no chart, their own clinic's, are the same in status, headers and bytes.
///
/// Verifies: ACC-001, ACC-003, ACC-007
#[tokio::test]
async fn every_cell_is_as_ruled_and_foreign_is_missing() {
    let world = TestServer::demo().await;
    let things = Things::lay_out(&world).await;
    for rule in RULES {
        for who in WHO {
            let own = cell(&world, &things, rule, who, Object::Own).await;
            if !rule.path.contains("{chart}") && !rule.path.contains("{record}") {
                continue;
            }
            let missing = cell(&world, &things, rule, who, Object::Missing).await.bytes();
            for object in [Object::Foreign, Object::Nonsense] {
                let other = cell(&world, &things, rule, who, object).await.bytes();
                assert_eq!(other, missing, "{} {} by {who}: {object:?} differs", rule.method, rule.path);
            }
            if own.code() == 404 {
                assert_eq!(own.bytes(), missing, "{} {} by {who}: own differs", rule.method, rule.path);
            }
            if rule.path.contains("{chart}") && rule.path.contains("{record}") {
                let other = cell_under_own(&world, &things, rule, who, Object::ForeignUnderOwn).await;
                let none = cell_under_own(&world, &things, rule, who, Object::MissingUnderOwn).await;
                assert_eq!(other, none, "{} {} by {who}: a foreign record shows", rule.method, rule.path);
            }
        }
    }
}

/// A record that is not in the chart of the address: never done, and never told apart.
async fn cell_under_own(
    world: &TestServer,
    things: &Things,
    rule: &Rule,
    who: &str,
    object: Object,
) -> Bytes {
    let session = if who == "nobody" { None } else { Some(world.sign_in(who).await) };
    let answer = world.ask(things.request(world, rule, who, object, session.as_ref())).await;
    assert!(
        matches!(answer.code(), 401 | 404 | 422),
        "{} {} by {who}: {}",
        rule.method,
        rule.path,
        answer.code()
    );
    answer.bytes()
}

/// No address and no method brings the server to an error of its own.
#[tokio::test]
async fn other_methods_are_refused() {
    let world = TestServer::demo().await;
    let session = world.sign_in("patient").await;
    for (method, path) in web::ROUTES.concat() {
        let path = path.replace("{chart}", MISSING).replace("{record}", MISSING).replace("{kind}", "event");
        let path = path.replace("{code}", "en").replace("{build}", "0").replace("{file}", "x");
        let others = web::ROUTES.concat();
        for tried in ["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "CONNECT"] {
            let answer = world.ask(ask(tried, &path).same_origin().by(&session)).await;
            assert!(matches!(answer.code(), 404 | 405), "{tried} {path}: {}", answer.code());
        }
        let served = |method| others.iter().any(|(known, at)| *known == method && **at == *path);
        if method == "get" && !served("post") && !path.contains(MISSING) {
            world.ask(ask("POST", &path).same_origin().by(&session)).await.is(405);
        }
    }
}
