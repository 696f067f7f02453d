"""Compute the custody status of a person on a day from the ledger of the case: entries become a course.

The answer for a day is a `View` (`custody_view`). `course` holds the chain of states from which any day is
answered. `ledger_fold`, `ledger_order`, `rule_table` and `ledger_warnings` read the entries themselves, and
therefore import the model.

Terms of this package: a *mover* is an entry by which the status may change; *news* is an entry that changes
nothing and only confirms custody. A *reading* is one `State` that may be true after some of the movers; where
an entry leaves open what happened, there are several readings.
"""
