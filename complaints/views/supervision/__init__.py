"""The pages of supervision."""
