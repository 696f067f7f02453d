"""Opening a register: from its files, from the index, at a day, at a commit; and its withdrawn cases."""
