# A guardian's notes
family-title = How is { $name }?
family-lead = Please write what you see as a guardian. It is kept apart from your child’s own entries and never mixed with them.
family-readers = Read by the doctor and staff in charge. Your child may read it too.
family-day = Which day
family-mood = Mood, as you see it
family-mood-low = 0 very bad
family-mood-high = 10 very good
family-function = School, home
family-medicine = Medicine today (as the one who gave it)
family-note = What you noticed
family-note-hint = e.g. tantrums, falling asleep, appetite, going to school
family-list = Family notes
family-empty = There are no notes yet.
family-dose-unknown = Your child’s dose today and the next step cannot be shown on this page yet. If you are not sure, please call the clinic.
family-own-not-shown = What your child writes is not shown here.
