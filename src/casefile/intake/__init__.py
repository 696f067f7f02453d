"""Adding records: from options, files and lists, by an interview; duplicates are found first."""
