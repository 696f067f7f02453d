"""The commands `init`, `setup-git` and `doctor`: start a register, and check its environment."""
