//! The panel: one small sealed row a chart, drawn from the `care` strand alone, with absolute dates only.

pub(crate) mod page;
pub(crate) mod past_days;
pub(crate) mod patients;
pub(crate) mod row;
mod view;
