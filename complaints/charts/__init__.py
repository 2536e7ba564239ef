"""The charts of complaint analysis, a module for each group of pages."""
