"""Change records: plans, checks, the write, the commit message; and edits in the user's editor."""
