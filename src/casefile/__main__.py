"""Run the command line with `python -m casefile`, for example if the command is not on `PATH`."""

from casefile.cli import main

if __name__ == "__main__":
    main()
