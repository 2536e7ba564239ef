"""What lists of hall video can be narrowed by."""
