"""The key file on disk."""
