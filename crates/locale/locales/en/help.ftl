# The help page
help-title = Need help now
help-lead = This is a list of numbers to call. What you write in the diary may stay unread until your next visit, even in clinic hours. If it is urgent, please call.
help-not-a-message = Opening this page does not tell the clinic anything.
