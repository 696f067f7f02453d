"""Process setup, and shortcuts for the two commands that git runs often, without loading the command line."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
from pathlib import Path
from typing import NoReturn


def start() -> NoReturn:
    """Set up the process, run the command line, and end the process with its exit code."""
    # Records contain no reference cycles; searching for them at every 700 objects takes a third of the time.
    # A command that reads a few hundred records makes fewer objects than this, and so never searches.
    gc.set_threshold(200_000, 20, 100)
    # A command interrupted while it loads has changed nothing: end without a traceback, as any program.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    for name, how in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # the calling process has closed it
            setattr(sys, name, open(os.devnull, how, encoding="utf-8"))  # noqa: PTH123, SIM115
    # Pydantic plugins of other packages must not see the validated data: they may send it elsewhere.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    plain = not any(word.startswith("-") for word in sys.argv)
    if sys.argv[1:2] == ["textconv"] and len(sys.argv) == 3 and plain:
        gc.disable()  # git runs this twice for every file, and collection would take a fifth of the time
        from casefile.cli.textconv_start import textconv  # noqa: PLC0415 - no other command is loaded for it

        os._exit(textconv(sys.argv[2]))
    if sys.argv[1:2] == ["merge-driver"] and len(sys.argv) == 7 and plain:
        from casefile.cli.merge_driver_start import merge  # noqa: PLC0415 - git starts this for every file of a merge

        with contextlib.suppress(Exception):  # the full command line below reports the error
            os._exit(merge(Path.cwd(), sys.argv[2:]))
    from casefile.cli.streams import set_up  # noqa: PLC0415 - after the signal handler is set

    set_up()
    from casefile.cli.edge import main as run  # noqa: PLC0415 - after the signal handler is set

    signal.signal(signal.SIGINT, signal.default_int_handler)
    run()
