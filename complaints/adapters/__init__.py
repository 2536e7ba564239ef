"""What complaint analysis uses from outside, a module for each group of pages."""
