"""Pages and media of hall video."""
