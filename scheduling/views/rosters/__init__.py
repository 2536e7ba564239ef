"""Pages of rosters: lists and sheets, builds, hand edits, steps."""
