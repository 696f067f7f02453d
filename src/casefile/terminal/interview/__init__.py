"""The terminal pages of an interview: the questions, the summary before saving, the closing pages."""
