"""Add records: from options, files and lists, or by an interview; duplicates are searched first."""
