"""The list pages as data, a module for each group of pages."""
