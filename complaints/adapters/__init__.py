"""What complaint analysis uses from outside, a module for each group of pages."""

"""Where complaint analysis meets the outside."""
