# When something did not work
error-title-not-found = Not found
error-not-found = This page does not exist, or you cannot open it.
error-title-sign-in = Please sign in again
error-sign-in = There was no activity for a while, or you signed out elsewhere. An entry you were about to send has not been saved.
error-title-busy = Busy just now
error-title-store = Not saved
error-title-internal = Something went wrong
error-internal = This is our mistake. The entry you just sent may not have been saved. Please look at “My days”.
error-title-conflict = This entry was saved earlier with other content
error-conflict = What you sent now has not been saved. Please open “My days” and use “Correct”.
error-title-refused = Not accepted
error-refused = Something in it cannot be accepted. Nothing has been saved.
error-origin = This could not be accepted from the page it came from. Please open the page again and repeat it. Nothing has changed.
error-too-large = What was sent is too large. It has not been saved.
error-method = This cannot be done here. Nothing has changed.
error-reference = Reference: { $id }
error-home = To the first page

ledger-full = There is no room left for entries. This entry has not been saved. Please tell the clinic and send it again later.
ledger-locked = Another program is using the store. This entry has not been saved. Please wait a little and send it again.
ledger-busy = The store is busy. This entry has not been saved yet. Please wait a few seconds and send it again.
ledger-read-only = Entries can only be read at the moment. This entry has not been saved. Please tell the clinic.
ledger-corrupt = Something in the stored entries does not fit together. To be safe, this entry has not been saved. Please tell the clinic.
ledger-io = The entry could not be written. It has not been saved. Please send it again later.
ledger-unknown = It is not known whether this entry was saved. Please send it again from the same page. It will not be stored twice.
ledger-keys = The key to the entries is missing. This entry has not been saved. Please tell the clinic.
