"""The model of records: the single source for the JSON Schema, command options, help, docs and redaction."""
