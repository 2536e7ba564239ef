"""Where complaint analysis meets the outside, a module for each group of pages."""
