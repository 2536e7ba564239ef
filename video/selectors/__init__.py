"""What hall video reads, a module for each group."""
