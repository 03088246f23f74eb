# Sign in
signin-title = Welcome
signin-lead = Start with the link that the clinic gave you.
signin-button = Start
signin-waiting = Checking the link.
signin-failed = This link did not work. It may have run out, or a part of it is missing. Please ask the clinic for a new one.
signin-paste = Start with a code instead
signin-code = Code
signin-code-hint = The characters after “#” in the link
signin-what = Namima is a diary for writing down how you are, to look at together at the visit.
signin-demo = This is a demo. You can look around as a person who does not exist.
signin-demo-links = The program that was started for this demo has printed the links to start with, one for each person, in its terminal. Open the link of the person you want to be.
