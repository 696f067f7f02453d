"""Deadlines on a day: those of cases, and those of the ledgers of situations and organisations."""
