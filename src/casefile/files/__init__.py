"""Files on the disk: the folder of a register, atomic writes, the lock; paths and bytes, never records."""
