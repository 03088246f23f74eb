# What the clinic adds
treatment-reason-hint = Needed, e.g. pressed the wrong button
treatment-amend-title = { $title } (correction)
treatment-medicine = Medicine
treatment-medicine-hint = Generic or brand name. A medicine that is not in the list is entered by the name you write.
treatment-dose = Dose a day (mg)
treatment-dose-hint = e.g. 12.5 or 0.0625
treatment-date = Date
treatment-date-hint = If only the month or year is known, its first day
treatment-precision = How exact the date is
treatment-replaces = Medicine it replaces
treatment-event = Event
treatment-until = Last day (if it lasted)
treatment-measure-hint = e.g. { $example }
treatment-answer = Answer to the patient
treatment-answer-hint = You may leave this empty. The patient reads it in “My days”.
treatment-review-now = I have read everything received until { $moment }
treatment-note = Note
treatment-reason = Reason for the correction
treatment-known-hint = Choose from the medicines entered. For any other, use “Add a medicine”.
treatment-choose = Please choose
treatment-stopped = Stopped medicines
treatment-replaces-none = None
treatment-to-read-back = Read back
treatment-safety = Same-day answers that this review covers
treatment-safety-hint = Please read each one and tick it.
treatment-safety-none = No same-day answers arrived in this period.
treatment-safety-changed = corrected or withdrawn since
treatment-read-back-title = { $title }: read back
treatment-read-back-lead = Nothing is saved yet. Please compare patient, medicine and dose, and save if they are right.
treatment-read-back-before = Dose now
treatment-read-back-before-day = Dose before that day
treatment-read-back-after = New dose
treatment-read-back-none = not entered
treatment-read-back-from = from { $date }
treatment-read-back-more = The new dose is { $times } times the dose before it.
treatment-read-back-less = The new dose is { $percent }% of the dose before it (less than half).
treatment-read-back-same = The dose does not change.
treatment-read-back-again = This starts a stopped medicine again.
treatment-read-back-past = The date is { $n ->
    [one] 1 day ago
   *[other] { $n } days ago
 }.
treatment-read-back-ahead = The date is { $n ->
    [one] 1 day
   *[other] { $n } days
 } ahead.
treatment-read-back-goes-on = { $medicine } goes on at { $dose } mg. Where it ends, please enter its stop as a dose change of its own.
treatment-read-back-later = Doses entered for days after this one stay as they are: { $list }.
treatment-read-back-later-one = { $dose } from { $date }
treatment-read-back-known = “{ $typed }” ({ $medicine }) is entered already. This is kept as a new dose of the same medicine.
treatment-read-back-listed = “{ $typed }” is entered as { $medicine }.
treatment-read-back-unlisted = “{ $medicine }” is not in the list of medicines. It is entered by this name, apart from every other medicine.
treatment-read-back-save = Save this
treatment-read-back-edit = Go back and edit
treatment-read-back-goes-on-order = { $medicine } goes on as ordered: { $order }. Where it ends, please enter its stop as a dose change of its own.
treatment-order-one = Fill in one of the three.
treatment-amounts = Amounts at times of day (mg)
treatment-amounts-hint = Time and amount, e.g. 8:00 25, 20:00 50
treatment-cycle = Days by turns (mg)
treatment-cycle-hint = 2 to 14 daily amounts, the first on the date below, e.g. 100 / 75. A day without it is 0.
treatment-as-needed = As needed
treatment-mg = Amount each time (mg)
treatment-mg-hint = e.g. 0.5
treatment-max-per-day = At most so many times a day
treatment-max-per-day-hint = 1 to 24
treatment-time = Time
treatment-taken-for = Why it was taken
treatment-taken-for-hint = Free text; who reads notes reads it
treatment-of-that-day = A dose of that day
treatment-of-that-day-there = { $date }, { $medicine }: { $dosing } is entered already.
treatment-of-that-day-amend = Correct that entry
treatment-of-that-day-replace = This one takes its place; that one stays in the record
