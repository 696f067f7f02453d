"""The differences between two states of a record: comparing, applying, merging and describing them."""
