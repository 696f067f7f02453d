"""Open a register: from its files, from the index, on a day, at a commit; and find its withdrawn cases."""
