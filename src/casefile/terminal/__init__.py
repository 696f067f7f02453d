"""Output of results for persons and for programs: terminal pages, Markdown, JSON, CI annotations."""
