# One person over time
patient-birth = born { $birth } (age { $age })
patient-chart-number = card { $number }
patient-timeline = Timeline
patient-entries = Entries
patient-add = Add
patient-review = Review
patient-reviewed = Reviewed on { $moment }
patient-not-reviewed = Not reviewed yet
patient-new-entries = { $n ->
    [one] 1 entry since the review
   *[other] { $n } entries since the review
 }
patient-open-task = Open task: { $n ->
    [one] 1 safety answer
   *[other] { $n } safety answers
 }
patient-since-step = Day { $days } since the last step
patient-no-medicine = No medicine entered yet
range-4w = 4 weeks
range-12w = 12 weeks
range-all = All
range-label = Range
view-figure = Figure
view-table = Table
view-label = View
timeline-empty = Nothing is recorded in this range yet.
timeline-caption-days = { $from } to { $to }. Of { $asked } days asked: { $recorded } recorded, { $cannot } “cannot write”, { $missing } without an entry.
timeline-caption-step = { $date }: { $medicine } { $from } → { $to } mg.
timeline-caption-step-first = { $date }: { $medicine } { $to } mg.
timeline-caption-near-sessions = TMS sessions in the 7 days before: { $before }; in the 7 days from it: { $after }.
timeline-caption-near-other = Near it, { $medicine } was changed on { $date } as well.
timeline-caption-sessions = TMS from { $first } to { $last }: { $n ->
    [one] 1 session
   *[other] { $n } sessions
 }.
timeline-caption-more-steps = { $n ->
    [one] 1 more change is
   *[other] { $n } more changes are
 } in the table.
timeline-legend = How to read the figure
timeline-caption-more-imported = { $n ->
    [one] 1 imported item is
   *[other] { $n } imported items are
 } not drawn, for want of room.
timeline-reading = Point at the figure, or use the left and right arrow keys: the day’s entries appear here.
figure-title = Timeline
table-title = Timeline as a table
figure-date = Date
figure-day = Entry
figure-recorded = yes
figure-missing = no entry
figure-cannot-write = could not write
figure-not-asked = not asked
figure-late = written later
figure-amended = corrected
figure-proxy = written by another person
figure-step = dose change
figure-before-diary = before the diary (approximate date)
figure-present = yes
figure-raw = Dots: value of the day
figure-median = Line: median of the 7 days up to the day
figure-band = range before the first step
lane-dose = mg / day
lane-tms = TMS
lane-mood = Mood
lane-mood-note = higher is better
lane-anxiety = Anxiety
lane-anxiety-note = higher is stronger
lane-sleep = Sleep
lane-sleep-note = hours
lane-symptoms = Symptoms
lane-symptoms-note = height: mild, moderate, severe
lane-function = School, work, home
lane-events = Events
lane-notes = Notes
lane-weight = Weight
lane-weight-note = kg
lane-hospital = Hospital
lane-imported-note = { $min } to { $max }, own scale
lane-imported-better = { $min } to { $max }, higher is better
lane-imported-worse = { $min } to { $max }, higher is worse
cell-joined = { $label } { $value }
cell-marked = { $value } ({ $marks })
list-separator = ,{" "}

entries-title = All entries
entries-lead = Every version of a corrected entry is kept.
entries-empty = There are no entries yet.
