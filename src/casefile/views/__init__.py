"""What may be read out of a register: pure functions from records to rows; no module knows two commands."""
