"""Keeps a user's own settings of a table: chosen columns, page size, saved views."""
