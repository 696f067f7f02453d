"""Text and plain data: the only package that knows YAML, with one grammar for all of it."""
