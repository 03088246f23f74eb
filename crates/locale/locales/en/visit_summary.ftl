# Five lines for the chart
visit-summary-title = Copy for the chart
visit-summary-lead = Five lines with recorded facts only. Nothing is interpreted.
visit-summary-label = Text for the chart
visit-summary-button = Copy
visit-summary-done = Copied
visit-summary-by-hand = The text is selected. Please copy it with the keyboard.
visit-summary-periods = Period
visit-summary-since-review = Since the last review
visit-summary-since-4w = 4 weeks
visit-summary-period = Diary { $number }: { $from } to { $to } ({ $days ->
    [one] 1 day
   *[other] { $days } days
 }).
visit-summary-days = Days recorded { $recorded }, “cannot write” { $cannot }, without an entry { $missing }, nights recorded { $nights }.
visit-summary-no-entries = No entries by the patient.
visit-summary-before = Days before the diary began { $n }.
visit-summary-today-open = Nothing entered today so far.
visit-summary-family = Guardian’s notes { $n }.
visit-summary-mood = Mood (0–10, higher is better) { $min }–{ $max }, median { $median } (n = { $n } days).
visit-summary-mood-none = Mood: not recorded.
visit-summary-anxiety = Anxiety (0–10, higher is stronger) { $min }–{ $max }, median { $median } (n = { $n } days).
visit-summary-anxiety-none = Anxiety: not recorded.
visit-summary-sleep = Sleep { $min }–{ $max } h, median { $median } h (n = { $n } days).
visit-summary-sleep-sources = Sleep taken from: { $list }.
visit-summary-sleep-none = Sleep: not recorded.
visit-summary-doses = Dose a day now: { $doses }.
visit-summary-doses-none = Dose a day now: none entered.
visit-summary-steps = Changes in the period: { $steps }.
visit-summary-steps-none = Changes in the period: none.
visit-summary-step = { $date } { $medicine } { $from } → { $to } mg
visit-summary-step-ordered = { $date } { $medicine } { $from } → { $to }
visit-summary-begun = First entered in the period: { $list }.
visit-summary-tms = TMS: { $n ->
    [one] 1 session
   *[other] { $n } sessions
 } ({ $first } to { $last }).
visit-summary-tms-day = TMS: { $n ->
    [one] 1 session
   *[other] { $n } sessions
 } ({ $first }).
visit-summary-tms-none = TMS: none in the period.
visit-summary-events = Events: { $events }.
visit-summary-events-none = Events: none recorded.
visit-summary-counted = { $what } { $n ->
    [one] 1 day
   *[other] { $n } days
 }
visit-summary-same-day = Same-day answers: { $answers }.
visit-summary-same-day-none = Same-day answers: none.
visit-summary-same-day-unanswered = Same-day answers: not answered.
visit-summary-same-day-changed = { $answer } (corrected or taken back since)
visit-summary-symptoms = Symptoms: on { $n } of { $answered } answered days; most often { $list }.
visit-summary-symptoms-none = Symptoms: “none” on all { $answered } answered days.
visit-summary-symptoms-safety = Symptoms: { $none ->
    [0] for all { $answered } answered days, safety answers alone have arrived.
   *[other] “none” on { $none } of { $answered } answered days; for the others, safety answers alone have arrived.
 }
visit-summary-symptoms-unanswered = Symptoms: not answered.
visit-summary-strongest = Strongest answer “{ $severity }”: { $list }.
visit-summary-taken = Medicine as answered: { $list }.
visit-summary-taken-none = Medicine as answered: no answer.
visit-summary-same-day-one = { $day } { $answer }
visit-summary-ended = No entries from then until today (medicine and TMS are given up to today).
visit-summary-imported = { $n ->
    [one] 1 value
   *[other] { $n } values
 } imported from other diaries left out of this text ({ $list }{ $more ->
    [0] {""}
    [one] , 1 more item
   *[other] , { $more } more items
 }).
visit-summary-same-day-seen = { $answer } (looked at)
