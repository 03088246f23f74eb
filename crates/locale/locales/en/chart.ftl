# One person over time
chart-add = Add
chart-reviewed = Entries received until { $up_to } reviewed (on { $at } by { $name })
chart-not-reviewed = Not reviewed yet
chart-new-entries = { $n ->
    [one] 1 entry since the review
   *[other] { $n } entries since the review
 }
chart-open-task = Same-day answer, in the entry of { $day }
chart-saved = Saved: { $what }, { $day }
chart-range-4w = 4 weeks
chart-range-12w = 12 weeks
chart-range-all = All
chart-range-label = Range
chart-view-figure = Figure
chart-view-table = Table
chart-view-label = View
chart-empty = Nothing is recorded in this range yet.
chart-range-step = Around a step
chart-range-after = After the last dose
chart-step-label = Day of the step
chart-reach-label = Days around it
chart-reach-near = 7 days before to 28 after
chart-reach-far = 14 days before to 84 after
chart-items-title = Choose what is drawn
chart-items-rule = Items with a direction are all drawn small in one lane, in the order of their files. Unless you choose, the first item of each file is also drawn large (up to 8 where no item has a direction); you can choose up to 16. All values are in the entries and in the export.
chart-items-draw = Draw these
chart-steps-heading = Step by step: { $lane }
chart-steps-lane-label = What is shown
chart-steps-reach-label = Days in each step’s figure
