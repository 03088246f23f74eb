//! `namima init`.

use anyhow::Result;
use serde_json::json;

use crate::cli;
use crate::config::{Config, Kind};
use crate::home::{self, Home};
use crate::terminal::{self, Report};

/// Creates the folder, the keys and the store of a real clinic. No server serves it yet; [`crate::serve::not_yet`] has the reason.
///
/// # Errors
/// With what to do; what was made until then is named by the error.
pub fn init(args: &cli::Init) -> Result<()> {
    let home = Home::of(&args.data)?;
    let clinic = home::new_clinic_id()?;
    let config = Config::new(Kind::Clinic, clinic, &args.zone, args.postgres.database());
    home::runtime()?.block_on(async {
        let clinic = home.create(&config).await?;
        home.finish(&config, &clinic).await
    })?;
    let (data, root) = (home.data.display(), home.root.display());
    terminal::print(match Report::of(args.json) {
        Report::Json => json!({ "data": home.data, "root_key": home.root }).to_string(),
        Report::Text => format!(
            "{data} is ready. Keep a copy of {root} in another place: without it no record opens.\n\
             {data} を作りました。{root} の控えを別の場所に保管してください。なくすと、どの記録も開けません。"
        ),
    })
}
