"""Pages, a module for each group."""
