"""The differences between two states of a record: compare, apply, merge and describe them."""
