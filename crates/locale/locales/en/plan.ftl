# My plan
plan-title = My plan
plan-lead = What the clinic has entered, as of { $day }.
plan-medicines = Medicines
plan-empty = No dose is entered yet. It appears here once the clinic has entered it.
plan-today = Today’s dose
plan-stopped = stopped
plan-not-started = not started yet
plan-since = Since
plan-since-value = { $date }
plan-replaces = Replaces
plan-next = Next step
plan-next-value = { $dose } mg from { $date }
plan-next-stop = stopped on { $date }
plan-next-none = not entered yet
plan-tms = TMS
plan-tms-value = { $n ->
    [one] 1 session so far,
   *[other] { $n } sessions so far, the last
 } on { $day }.
plan-tms-none = No TMS session is entered.
plan-change = Nothing on this page changes a dose. To talk about the pace, please speak to your doctor at the visit.
plan-differs = If this differs from the medicine you were given or from what the clinic told you, please call the clinic.
danger-title = When to call at once
danger-felt = { $symptom }
danger-felt-do = If a life is in danger, please call 119. The numbers of people to talk to are under “More people to call” below. Please call the clinic and tell them, too.
danger-same-day = When to call the clinic on the same day
danger-severe = { $symptom }, when it is severe
danger-same-day-do = The clinic’s number is on your clinic card. What is only written in this diary may not be read on the same day.
danger-more = More people to call
