# Figures, their tables and captions
spark-mood = Mood, { $n } of the last 28 days recorded
spark-anxiety = Anxiety, { $n } of the last 28 days recorded
spark-sleep = Sleep, { $n } of the last 28 days recorded
timeline-span = { $from } to { $to }
timeline-caption-days = { $span }. Days asked: { $asked }; with an entry: { $recorded }; marked “cannot write”: { $cannot }; without an entry: { $missing }.
timeline-caption-before = Days before the diary began: { $n }.
timeline-caption-open = Days not over yet: { $n }.
timeline-caption-treatment = In this time: { $list }.
timeline-caption-dose-same = { $medicine } stayed at { $last } mg
timeline-caption-dose-changed = { $medicine } went from { $first } to { $last } mg ({ $n ->
    [one] 1 change, on { $date }
   *[other] { $n } changes, the last on { $date }
 })
timeline-caption-dose-stopped = { $medicine } { $first } mg was stopped ({ $n ->
    [one] 1 change, on { $date }
   *[other] { $n } changes, the last on { $date }
 })
timeline-caption-dose-began = { $medicine } { $first } mg from { $date } (first entered)
timeline-caption-dose-began-later = { $medicine } { $first } mg from { $date } (first entered), later { $taken ->
    [none] stopped
   *[some] { $last } mg
 } (dated before the diary or not exactly)
timeline-caption-dose-later = { $medicine } { $first } mg, later { $taken ->
    [none] stopped
   *[some] { $last } mg
 } (dated before the diary or not exactly)
timeline-caption-sessions-day = { $name } { $n ->
    [one] once
   *[other] { $n } times
 } on { $first }
timeline-caption-sessions = { $name } { $n ->
    [one] once, on { $first }
   *[other] { $n } times, from { $first } to { $last }
 }
timeline-caption-near = Within 7 days of a step, this changed as well: { $list }{ $more ->
    [0] .
    [one] . One more is in the table.
   *[other] . { $more } more are in the table.
 }
timeline-caption-near-sessions = { $before } TMS sessions before and { $after } after the step of { $step }
timeline-caption-near-other = { $name } on { $step } and { $medicine } on { $date }
caption-separator = ;{" "}
caption-or = {" "}or{" "}
steps-how = All have the same scale. Dots and thin lines are values as written; the upright line is the day of the step (day 0), dotted lines are other changes, and the numbers below count days from the step.
figure-function = School, work: { $value }
steps-others = { $n } other changes (dotted lines)
steps-how-mean = All have the same scale. Dots are values as written and thin lines the mean of each day; the upright line is the day of the step (day 0), dotted lines are other changes, and the numbers below count days from the step.
steps-title = { $lane } around { $step }, { $day }
steps-change = { $medicine } { $from } → { $to } mg
steps-stop = { $medicine } { $from } mg → stopped
steps-start = { $medicine } { $to } mg begun
steps-recorded = Day 0 (the change) to day { $last }: { $recorded } of { $asked } days have a value
steps-ends = highest { $high } (day { $high_day }), lowest { $low } (day { $low_day })
steps-sessions = TMS: { $before } before, { $after } after
steps-other = { $day }: { $step }
figure-axis-day = { $day } { $month ->
    [1] { month-1 }
    [2] { month-2 }
    [3] { month-3 }
    [4] { month-4 }
    [5] { month-5 }
    [6] { month-6 }
    [7] { month-7 }
    [8] { month-8 }
    [9] { month-9 }
    [10] { month-10 }
    [11] { month-11 }
   *[12] { month-12 }
 }
figure-intake = Medicine: { $value }
figure-item-daily = Filled height, items asked daily: median of the 7 days up to the day between the item’s lowest and highest drawn value (begun anew at each dose change, blank until 3 days are answered)
figure-item-sparse = Filled height, items asked now and then: the value itself, between the lowest and the highest drawn, over the week up to its day
figure-days-since-change = days from the change
figure-days-since-stop = days from the stop
figure-stopped = stopped
figure-extent = Upright stroke: lowest to highest of the day (cut off beyond the axis)
figure-mean = Dot: mean of the day
figure-mean-line = Line: 7-day trailing median of each day’s mean
figure-count-days = day { $n }
figure-since-step = day { $n } since the change
figure-since-short = day { $n }
figure-sleep-key = Bar: sleep of the night ({ $list }; the line of the day says which)
figure-sleep-key-ring = Bar: sleep of the night ({ $list }; the line of the day says which). Ring: no sleep that night
figure-sleep-key-only-ring = Ring: no sleep that night
figure-several = { $n } times, { $low } to { $high }
figure-several-same = { $n } times the same
lane-stays = Lasting events
figure-title = Timeline
table-title = Timeline as a table
figure-date = Date
figure-day = Entry
figure-recorded = recorded
figure-missing = no entry
figure-cannot-write = cannot write
figure-before-first = before the diary began
figure-open = not over yet
figure-late = written later
figure-amended = corrected
figure-proxy = written by another person
figure-step = dose change
figure-planned = planned
figure-before-diary = before the diary (approximate date)
figure-present = yes
figure-raw = Dots: value of the day
figure-median = Line: median of the 7 days up to the day
figure-median-proxy = Dashed line: median of the 7 days up to the day, of what another person wrote
figure-band = range before the first step
lane-dose = mg / day
lane-intake = Taken
lane-items = Imported items
lane-items-note = each between the lowest and the highest value drawn, both beside its name; taller is worse (“rev.”: higher is better, drawn upside down)
lane-items-turned = rev.
lane-items-mean = { $scale }; mean of the day, in brackets the 7-day median
lane-items-value = { $scale }; value of the day, in brackets the 7-day median
strip-none = None
rows-more = + { $n } more in the table
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
lane-imported-note = { $min } to { $max }, own scale
lane-imported-better = { $min } to { $max }, higher is better
lane-imported-worse = { $min } to { $max }, higher is worse
cell-joined = { $label } { $value }
cell-marked = { $value } ({ $marks })
strip-brain_zaps = Electric shocks (zaps)
strip-dizziness = Dizziness
strip-paresthesia = Tingling, numbness
strip-light_sound_sensitivity = Light, sound, smell
strip-tinnitus = Ringing in the ears
strip-visual_disturbance = Disturbed vision
strip-perceptual_distortion = Distorted senses
strip-formication = Crawling skin
strip-taste_smell = Altered taste, smell
strip-flu_like = Flu-like
strip-sweating = Sweating
strip-diarrhea = Diarrhoea
strip-abdominal_pain = Stomach pain
strip-palpitations = Pounding heart
strip-raised_bp = High blood pressure
strip-akathisia = Cannot keep still
strip-involuntary_movements = New movements
strip-muscle_stiffness = Muscle stiffness
strip-muscle_twitch = Muscle twitches
strip-gait_unsteady = Unsteady walking
strip-insomnia = Trouble sleeping
strip-vivid_dreams = Vivid dreams
strip-hypersomnia = Sleeping more
strip-irritability = Irritability, anger
strip-elevated_mood = Unusually high
strip-suicidal_thoughts = Self-harm thoughts
strip-concentration = Brain fog
strip-confusion = Confusion
strip-derealization = Unreal, detached
strip-hallucination = Sees or hears things
strip-paranoia = Suspicious, fearful
strip-fever = Fever
strip-emotional_numbness = Emotionally numb
strip-sexual_change = Sexual change
