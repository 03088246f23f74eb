# The patients whose TMS sessions one logs
tms-patients-title = Your patients for TMS
tms-patients-lead = Choose the patient by name and date of birth. Opening this list is written on each patient’s list of who looked.
tms-patients-empty = You have no patients yet. The clinic decides whose sessions you log.
tms-patients-next = Next page
