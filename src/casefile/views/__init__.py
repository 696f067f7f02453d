"""Views of a register: pure functions from records to rows. No view depends on more than one command."""
