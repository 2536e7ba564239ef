"""Pages of hall video, made ready for their templates."""
