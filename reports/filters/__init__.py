"""What the list pages can be narrowed by, a module for each group of pages."""
