"""Convert YAML text to plain data and back, and edit it. No other package uses a YAML library."""
