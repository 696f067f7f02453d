"""The verbs: they take plain values, return results and print nothing."""
