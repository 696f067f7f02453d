"""How the process is set up, and what git asks for so often that no command line is loaded for it."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
from pathlib import Path
from typing import NoReturn


def start() -> NoReturn:
    """Run the command line and leave with the exit code of the contract."""
    # Records make no cycles, and looking for some at every 700 objects takes a third of the time.
    gc.set_threshold(50_000, 20, 100)
    # Interrupted while it loads, a command has done nothing: it goes without a traceback, as any program.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    for name, how in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed by whoever started us
            setattr(sys, name, open(os.devnull, how, encoding="utf-8"))  # noqa: PTH123, SIM115
    # What is installed beside us shall not see what is validated: it may send that elsewhere.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    plain = not any(word.startswith("-") for word in sys.argv)
    if sys.argv[1:2] == ["textconv"] and len(sys.argv) == 3 and plain:
        gc.disable()  # git starts this twice for every file: a fifth of the time would go into tidying up
        from casefile.cli.textconv_start import textconv  # noqa: PLC0415 - no other command is loaded for it

        os._exit(textconv(sys.argv[2]))
    if sys.argv[1:2] == ["merge-driver"] and len(sys.argv) == 7 and plain:
        from casefile.cli.merge_driver_start import merge  # noqa: PLC0415 - git starts this for every file of a merge

        with contextlib.suppress(Exception):  # the long way says what went wrong
            os._exit(merge(Path.cwd(), sys.argv[2:]))
    from casefile.cli.streams import set_up  # noqa: PLC0415 - once signals are settled

    set_up()
    from casefile.cli.edge import main as run  # noqa: PLC0415 - loaded once interrupts are settled

    signal.signal(signal.SIGINT, signal.default_int_handler)
    run()
