"""What hall video writes, a module for each group."""
