"""Pages of hall video."""
