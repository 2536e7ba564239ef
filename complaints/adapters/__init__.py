"""Where complaint analysis meets what lies outside of Django."""
