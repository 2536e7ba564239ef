"""What the templates of a table show."""
