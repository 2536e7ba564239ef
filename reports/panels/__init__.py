"""Report pages as what their templates show."""
