"""One module per command, imported when the command is called: parse, call one operation, print."""
