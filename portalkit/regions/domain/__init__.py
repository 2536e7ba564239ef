"""Pure rules of regions."""
