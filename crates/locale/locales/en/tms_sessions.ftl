# One patient’s TMS sessions
tms-sessions-lead = Leave empty what is not known. You see the TMS sessions of this patient and nothing else of the record.
tms-sessions-saved = The session is saved. It stands in the list below.
tms-sessions-list = Sessions
tms-sessions-empty = No TMS session is entered.
