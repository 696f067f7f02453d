"""The only way out of the register: what an audience may see of it, and nothing else."""
