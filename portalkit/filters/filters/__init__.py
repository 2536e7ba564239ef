"""The kinds of filters, and the set that a page declares."""
