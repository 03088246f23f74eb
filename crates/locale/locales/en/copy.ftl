# Five lines for the chart
copy-title = Copy for the chart
copy-lead = Five lines with recorded facts only. Nothing is interpreted.
copy-label = Text for the chart
copy-button = Copy
copy-done = Copied
copy-by-hand = The text is selected. Please copy it with the keyboard.
copy-periods = Period
copy-since-review = Since the last review
copy-since-4w = 4 weeks
copy-period = Diary { $number }: { $from } to { $to } ({ $days ->
    [one] 1 day
   *[other] { $days } days
 }).
copy-days = Days recorded { $recorded }, “cannot write” { $cannot }, without an entry { $missing }, nights recorded { $nights }.
copy-no-entries = No entries by the patient.
copy-before = Days before the diary began { $n }.
copy-today-open = Nothing entered today so far.
copy-family = Guardian’s notes { $n }.
copy-mood = Mood (0–10, higher is better) { $min }–{ $max }, median { $median } (n = { $n } days).
copy-mood-none = Mood: not recorded.
copy-anxiety = Anxiety (0–10, higher is stronger) { $min }–{ $max }, median { $median } (n = { $n } days).
copy-anxiety-none = Anxiety: not recorded.
copy-sleep = Sleep { $min }–{ $max } h, median { $median } h (n = { $n } days).
copy-sleep-sources = Sleep taken from: { $list }.
copy-sleep-none = Sleep: not recorded.
copy-doses = Dose a day now: { $doses }.
copy-doses-none = Dose a day now: none entered.
copy-steps = Changes in the period: { $steps }.
copy-steps-none = Changes in the period: none.
copy-step = { $date } { $medicine } { $from } → { $to } mg
copy-begun = First entered in the period: { $list }.
copy-tms = TMS: { $n ->
    [one] 1 session
   *[other] { $n } sessions
 } ({ $first } to { $last }).
copy-tms-day = TMS: { $n ->
    [one] 1 session
   *[other] { $n } sessions
 } ({ $first }).
copy-tms-none = TMS: none in the period.
copy-events = Events: { $events }.
copy-events-none = Events: none recorded.
copy-counted = { $what } { $n ->
    [one] 1 day
   *[other] { $n } days
 }
copy-same-day = Same-day answers: { $answers }.
copy-same-day-none = Same-day answers: none.
copy-same-day-unanswered = Same-day answers: not answered.
copy-same-day-changed = { $answer } (corrected or taken back since)
copy-symptoms = Symptoms: on { $n } of { $answered } answered days; most often { $list }.
copy-symptoms-none = Symptoms: “none” on all { $answered } answered days.
copy-symptoms-safety = Symptoms: { $none ->
    [0] for all { $answered } answered days, safety answers alone have arrived.
   *[other] “none” on { $none } of { $answered } answered days; for the others, safety answers alone have arrived.
 }
copy-symptoms-unanswered = Symptoms: not answered.
copy-strongest = Strongest answer “{ $severity }”: { $list }.
copy-taken = Medicine as answered: { $list }.
copy-taken-none = Medicine as answered: no answer.
copy-same-day-one = { $day } { $answer }
copy-ended = No entries from then until today (medicine and TMS are given up to today).
copy-imported = { $n ->
    [one] 1 value
   *[other] { $n } values
 } imported from other diaries left out of this text ({ $list }{ $more ->
    [0] {""}
    [one] , 1 more item
   *[other] , { $more } more items
 }).
copy-same-day-seen = { $answer } (looked at)
