# Sign-in
sign-in-title = Welcome
sign-in-lead = Start with the link that the clinic gave you.
sign-in-button = Start
sign-in-waiting = Checking the link.
sign-in-failed = This link did not work. It may have run out, or a part of it is missing. Please ask the clinic for a new one.
sign-in-paste = Start with a code instead
sign-in-code = Code
sign-in-code-hint = The characters after “#” in the link
sign-in-what = Namima is a diary for writing down how you are, to look at together at the visit.
sign-in-demo = This is a demo. You can look around as a person who does not exist.
sign-in-demo-links = The program that was started for this demo has printed the links to start with, one for each person, in its terminal. Open the link of the person you want to be.
