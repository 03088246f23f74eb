# Roles that have no page yet
role-page-title = There is nothing here yet
role-page-words = This version of Namima has no pages yet for your role: { $role }.
role-page-reads = Patients’ records cannot be opened in this role.
role-page-end = When you have finished, please use “Sign out” below.
