"""The commands `validate` and `fmt`: check all files, the changed ones, or by several processes."""
