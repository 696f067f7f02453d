"""Text and plain data: the only room that knows YAML, and one grammar for all it does."""
