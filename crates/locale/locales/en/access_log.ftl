# Who looked at a record
access-log-title = Who looked at my record
access-log-lead = Everyone who looked, when and at what, is kept. Nobody can remove a line from this list.
access-log-empty = On this list, nobody but you has looked.
access-log-older = Earlier
access-log-times = ({ $n } times since { $since })
access-log-role = {" "}({ $role })
access-log-how = , { $how }
access-log-and = {", "}
access-log-through-page = on a page
access-log-through-api = with a program, past the pages (API)
access-log-through-command = by a command on the clinic’s computer
access-log-own = Your own visits ({ $n })
access-log-back = Back to privacy
access-log-you = You
access-log-installation = This system
access-log-imported-you = brought in entries in your name
access-log-imported-name = brought in entries in the name of { $name }
