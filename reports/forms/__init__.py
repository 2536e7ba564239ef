"""What people fill in, a module for each group of pages."""
