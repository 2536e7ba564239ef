"""Evidence: a span of one camera as a file that can be checked by whoever gets it."""
