"""From a ledger to what may be said about custody on a day: entries folded into a course.

What is said in the end is a `view`. `course` is the chain of states that answers for any day, `folding`,
`order`, `rules` and `warnings` look at the entries themselves, for which they need the model.
"""
