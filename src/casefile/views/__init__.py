"""What may be read out of a register: pure views that know nothing of each other."""
