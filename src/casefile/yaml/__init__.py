"""Text and plain data: the only package that knows YAML, and one grammar for all it does."""
