"""The command `export`: choose records, publish them for an audience, write files outside the register."""
