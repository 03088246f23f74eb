# The components
components-title = Components
components-lead = Every component of the pages in every state. Only the demo has this page; it is nobody’s record.
components-field = Field
components-scale = 0–10
components-choice = Choice
components-chips = Symptoms
components-ticks = Ticks
components-notice = Notices
components-buttons = Buttons and links
components-sheet = Entry
components-table = Table
components-figure = Figure
components-empty = Nothing entered
components-filled = Answered
components-refused = To be corrected
components-open-task = Open task
