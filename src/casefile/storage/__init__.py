"""The doors to the disk and to git: paths, bytes and commits, never records."""
