"""The commands `init`, `setup-git` and `doctor`: start a register, and check what it needs around it."""
