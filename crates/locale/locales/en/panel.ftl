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
rules-see = Show the rules
rule-order = Rule { $rule } (order): open tasks first, the oldest on top; then the most recent dose step. Nobody is ordered by a score.
rule-same-day = Rule { $rule } (same-day answer): one of these was chosen: { $any }; or { $severe } as severe. It is gone when the answer is ticked in a review.
rule-read-back = Rule { $rule } (what is written out here): the new dose is more than twice or less than half of the one before, equal to it, or a start after a stop; the date is not today; the name is not in the list, or is entered under the name that the list has; another medicine or a later dose stays as it is.
rule-answer = “{ $answer }”
rule-answers = ,{" "}
