"""One file a command, loaded when it is called: parse, call one operation, render."""
