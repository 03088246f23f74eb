# What the clinic adds
facts-title-medicine = Add a medicine
facts-title-dose = Dose change
facts-title-tms = TMS session
facts-title-event = Event
facts-title-review = Reviewed up to here
facts-title-note = Staff note
facts-amend-title = { $title } (correction)
facts-lead-medicine = A medicine from before the diary may have an approximate date. It is left out of every calculation. The next page reads it back before anything is saved.
facts-lead-dose = 0 mg means stopped. Dates ahead are possible. The next page reads it back before anything is saved.
facts-lead-tms = Leave empty what is not known.
facts-lead-review = This records that you have read what has arrived so far. The patient can read the answer.
facts-lead-note = Only you read what it says: patient, guardians and the rest of the team do not. It is not part of the export. The law may still require it to be disclosed. That it was written stands on the patient’s list of accesses.
facts-medicine = Medicine
facts-medicine-hint = Generic or brand name. A medicine that is not in the list is entered by the name you write.
facts-dose = Dose a day (mg)
facts-dose-hint = e.g. 12.5
facts-date = Date
facts-date-hint = If only the month or year is known, its first day
facts-precision = How exact the date is
facts-replaces = Medicine it replaces
facts-protocol = Protocol
facts-protocol-hint = e.g. left DLPFC 10 Hz
facts-intensity = Intensity (% of motor threshold)
facts-pulses = Pulses
facts-event = Event
facts-until = Last day (if it lasted)
facts-measure = { $measure } ({ $unit })
facts-measure-hint = e.g. { $example }
facts-answer = Answer to the patient
facts-answer-hint = You may leave this empty. The patient reads it in “My days”.
facts-review-now = I have read everything received until { $moment }
facts-note = Note
facts-reason = Reason for the correction
facts-known-hint = Choose from the medicines entered. For any other, use “Add a medicine”.
facts-choose = Please choose
facts-stopped = Stopped medicines
facts-replaces-none = None
facts-to-read-back = Read back
facts-safety = Same-day answers that this review covers
facts-safety-hint = Please read each one and tick it.
facts-safety-unticked = There are answers without a tick. Please read them and tick them all. The review is not saved yet.
facts-safety-none = No same-day answers arrived in this period.
facts-safety-changed = corrected or withdrawn since

# Read back before saving
readback-title = { $title }: read back
readback-lead = Nothing is saved yet. Please compare patient, medicine and dose, and save if they are right.
readback-before = Dose now
readback-before-day = Dose before that day
readback-after = New dose
readback-none = not entered
readback-from = from { $date }
readback-more = The new dose is { $times } times the dose before it.
readback-less = The new dose is { $percent }% of the dose before it (less than half).
readback-same = The dose does not change.
readback-again = This starts a stopped medicine again.
readback-past = The date is { $n ->
    [one] 1 day ago
   *[other] { $n } days ago
 }.
readback-ahead = The date is { $n ->
    [one] 1 day
   *[other] { $n } days
 } ahead.
readback-goes-on = { $medicine } goes on at { $dose } mg. Where it ends, please enter its stop as a dose change of its own.
readback-later = Doses entered for days after this one stay as they are: { $list }.
readback-later-one = { $dose } from { $date }
readback-known = “{ $typed }” ({ $medicine }) is entered already. This is kept as a new dose of the same medicine.
readback-listed = “{ $typed }” is entered as { $medicine }.
readback-unlisted = “{ $medicine }” is not in the list of medicines. It is entered by this name, apart from every other medicine.
readback-save = Save this
readback-edit = Go back and edit
facts-review-overtaken = Another review was saved after this page was opened. This one is not saved yet. The answers that still wait are shown below; if it is still needed, please save again.
