# When sending failed. What was written is still on the page.
keep-sending = Sending.
keep-offline-title = Not saved yet
keep-offline = There is no signal, or no connection to the network.
keep-lost-title = We cannot tell whether it arrived
keep-lost = The connection broke on the way. The same entry is never stored twice.
keep-other-person-title = Not saved yet
keep-other-person = Somebody else is signed in. Please sign in as the person who wrote this.
keep-still-here = What you wrote is still on this page. Please leave it open, wait a little and press again.
keep-call = If it is urgent, you can call from here.
keep-sign-in = Sign in on another page
keep-leave = This is not saved yet. If you go on, what you wrote is lost. Go on?
