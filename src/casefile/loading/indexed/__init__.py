"""Answer questions about a register from the index, so that few of its files are opened."""
