# The list of patients
panel-title = Patients
panel-summary = { $day } · { $patients ->
    [one] 1 patient
   *[other] { $patients } patients
 } · { $tasks ->
    [one] 1 with an open task
   *[other] { $tasks } with an open task
 }
panel-patient = Patient
panel-medicine = Medicine and dose a day
panel-since-step = Since last step
panel-since-step-value = day { $days }
panel-mood = Mood, 28 days
panel-anxiety = Anxiety, 28 days
panel-sleep = Sleep, 28 days
panel-last-entry = Last entry
panel-since-review = Since review
panel-since-review-value = { $n ->
    [one] 1 entry
   *[other] { $n } entries
 }
panel-task = Open task
panel-task-open = Same-day answer, waiting since { $day }
panel-no-task = none
panel-age = age { $age }
panel-dose = { $medicine } { $dose } mg
panel-dose-stopped = { $medicine } stopped
panel-rule = Order: open tasks first, the oldest on top; then the most recent dose step. Nobody is ordered by a score.
panel-empty = You have no patients yet.
panel-next = Next page
panel-unreadable = This row of the list cannot be read. Open the chart from the name, and tell the administrator.
panel-caption = Your patients, one a row.
panel-today = today
panel-yesterday = yesterday
panel-days-ago = { $n } days ago
panel-never = none yet
spark-mood = Mood, { $n } of the last 28 days recorded
spark-anxiety = Anxiety, { $n } of the last 28 days recorded
spark-sleep = Sleep, { $n } of the last 28 days recorded
