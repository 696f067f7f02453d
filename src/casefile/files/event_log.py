"""Log the files that are read and written for `-v`, without loading Python's logging otherwise."""

from __future__ import annotations

import sys


def log_event(module: str, text: str, *values: object) -> None:
    """Log an event at level INFO under the name of a module; `values` fill the placeholders of `text`.

    Nothing is logged unless `logging` is imported, as it is with `-v`: importing it takes longer than to read
    ten files.
    """
    logging = sys.modules.get("logging")
    if logging is not None:
        logging.getLogger(module).info(text, *values)
