"""Lists of hall video, as data."""
