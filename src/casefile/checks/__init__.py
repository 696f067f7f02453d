"""Named rules over records: each has a code, a level and a page of the manual; none depends on today."""
