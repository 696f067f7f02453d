"""What is due: the deadlines of cases on a day, and of the ledgers of situations and organisations."""
