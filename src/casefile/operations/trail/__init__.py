"""The verbs that look back: what each commit did, what differs between two moments, who said what when."""
