"""Reports that a caller may see, and the documents they are made of."""
