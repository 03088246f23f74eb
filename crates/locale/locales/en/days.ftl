# My days
days-title = My days
days-lead = Days without an entry are all right.
days-empty = There are no entries yet. The first one takes about a minute.
days-write = Write about today
days-figure-title = So far
days-figure-hide = Hide the figure
days-figure-show = Show the figure
days-answer-title = Answer from the clinic
days-answer-by = { $name }, { $day }
days-older = Earlier entries
days-newer = Later entries
