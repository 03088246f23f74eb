# The sleep card
sleep-card-already-morning = this morning
sleep-card-already-nap = Write down a nap
sleep-card-only-me-detail = Nobody at the clinic reads it.
sleep-card-title = How did you sleep?
sleep-card-lead = Fill in only what you know.
sleep-card-amend-title = Correct the sleep card of the morning of { $day }
sleep-card-morning = Which morning?
sleep-card-other-morning = Write about another morning
sleep-card-try-hint = When you tried to fall asleep
sleep-card-wake-hint = When you woke for the last time
sleep-card-unlikely-meant = These times are right
sleep-card-minutes = minutes
sleep-card-times = times
sleep-card-no-sleep = I did not sleep that night (leave the times empty)
sleep-card-nap = This was a nap, not the night
