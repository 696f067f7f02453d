"""Named rules that check records: each has a code, a level and a manual page; none depends on today."""
