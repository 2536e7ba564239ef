"""The list pages of complaint analysis, a module for each group of pages."""
