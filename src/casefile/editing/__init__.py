"""Change records: plans, checks, writing files, the commit message; and edits in the user's editor."""
