# My medicines
plan-title = My plan
plan-lead = What the clinic has entered, as of { $day }.
plan-medicines = Medicines
plan-empty = No dose is entered yet. It appears here once the clinic has entered it.
plan-tms = TMS
plan-tms-value = { $n ->
    [one] 1 session so far,
   *[other] { $n } sessions so far, the last
 } on { $day }.
plan-tms-none = No TMS session is entered.
plan-change = Nothing on this page changes a dose. To talk about the pace, please speak to your doctor at the visit.
plan-differs = If this differs from the medicine you were given or from what the clinic told you, please call the clinic.
