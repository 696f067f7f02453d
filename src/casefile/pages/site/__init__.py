"""The site: the pages of a publication as HTML that works from disk, offline, and without scripts."""
