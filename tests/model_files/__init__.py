"""Model files: there and back, to the bit, and whatever else somebody may take for one."""
