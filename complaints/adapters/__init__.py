"""Where complaint analysis meets the outside."""
