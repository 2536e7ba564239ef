"""Settings per shape: dev (default, embedded), test, prod."""
