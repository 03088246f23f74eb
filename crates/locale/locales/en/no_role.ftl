# A person without a page
no-role-title = There is nothing here yet
no-role-words = This version of Namima has no pages yet for your role: { $role }.
no-role-reads = Patients’ records cannot be opened in this role.
no-role-end = When you have finished, please use “Sign out” below.
