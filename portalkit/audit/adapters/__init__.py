"""The database's own guard over the events."""
