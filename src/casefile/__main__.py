"""`python -m casefile`: the command line, where the interpreter is known and the command is on no path."""

from casefile.cli import main

if __name__ == "__main__":
    main()
