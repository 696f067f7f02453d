"""The commands `validate` and `fmt`: check all files or the changed ones, also with several processes."""
