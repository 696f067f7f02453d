"""What records are: the single source of truth for schema, options, help, docs and redaction."""
