"""Views of a register: functions from records or their summaries to rows, without files, git or the clock."""
