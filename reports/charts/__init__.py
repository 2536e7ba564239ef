"""The charts of a document as figures of the portal."""
