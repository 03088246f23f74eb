# The list of patients
patients-title = Patients
patients-summary = { $day } · { $patients ->
    [one] 1 patient
   *[other] { $patients } patients
 } · { $tasks ->
    [one] 1 with an open task
   *[other] { $tasks } with an open task
 }
patients-patient = Patient
patients-medicine = Medicine and dose a day
patients-since-step = Since last step
patients-since-step-value = day { $days }
patients-mood = Mood, 28 days
patients-anxiety = Anxiety, 28 days
patients-sleep = Sleep, 28 days
patients-last-entry = Last entry
patients-since-review = Since review
patients-since-review-value = { $n ->
    [one] 1 entry
   *[other] { $n } entries
 }
patients-task = Open task
patients-task-open = Same-day answer, waiting since { $day }
patients-no-task = none
patients-age = age { $age }
patients-empty = You have no patients yet.
patients-next = Next page
patients-unreadable = This row of the list cannot be read. Open the chart from the name, and tell the administrator.
patients-caption = Your patients, one a row.
patients-today = today
patients-yesterday = yesterday
patients-days-ago = { $n } days ago
patients-never = none yet
