"""Publication: the register as one audience may see it, and the only way by which data leaves it."""
