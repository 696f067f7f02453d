"""A register that is answered from the index, so that few of its files are opened."""
