"""Writes the register of halls. A hall and its region are one thing in two rows: they are written together."""
