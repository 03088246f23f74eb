# My days
my-days-title = My days
my-days-lead = Days without an entry are all right.
my-days-empty = There are no entries yet. The first one takes about a minute.
my-days-write = Write about today
my-days-figure-title = So far
my-days-figure-hide = Hide the figure
my-days-figure-show = Show the figure
my-days-answer-title = Answer from the clinic
my-days-answer-by = { $name }, { $day }
