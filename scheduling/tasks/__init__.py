"""Background work, a module for each group."""
