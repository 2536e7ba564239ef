"""Forms of hall video."""
