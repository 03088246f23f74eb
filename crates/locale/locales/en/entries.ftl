# All entries of a chart
entries-title = All entries
entries-lead = Every version of a corrected entry is kept.
entries-empty = There are no entries yet.
