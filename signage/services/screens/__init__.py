"""The register of screens and what is done to them."""
