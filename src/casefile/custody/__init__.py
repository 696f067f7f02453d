"""Compute the custody status of a person on a day from the ledger of the case: entries become a course.

The answer for a day is a `View` (`custody_view`). `course` contains the chain of states from which any day is
answered. `ledger_fold`, `ledger_order`, `rule_table` and `ledger_warnings` read the entries themselves, and
therefore import the model.

Terms of this package: a *mover* is an entry by which the status may change; *news* is an entry that confirms
custody, and some entries are both. Where an entry leaves open what happened, several states may be true after
it: `Readings` are all of them, a *reading* is one of them. A *ground* is a reason for custody (an arrest, an
order, a sentence); it *waits* while it is imposed but not carried out. A *spell* is one time in custody.
"""
