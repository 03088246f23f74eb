# The morning sleep card
sleep-title = How did you sleep?
sleep-lead = Fill in only what you know.
sleep-amend-title = Correct the sleep card of the morning of { $day }
sleep-morning = Which morning?
sleep-other-morning = Write about another morning
sleep-try = Went to sleep
sleep-try-hint = When you tried to fall asleep
sleep-wake = Woke up
sleep-wake-hint = When you woke for the last time
sleep-unlikely-meant = These times are right
sleep-into-bed = Got into bed
sleep-out-of-bed = Got out of bed
sleep-latency = Time to fall asleep
sleep-awakenings = Times awake in the night
sleep-awake = Time awake in the night, all together
unit-minutes = minutes
unit-times = times
