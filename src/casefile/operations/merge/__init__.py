"""Merging: what git calls for a record that two branches have changed, and `resolve` for what that leaves."""
