"""How things of hall video read."""
