"""One page of rows in order."""
