"""What the shell and the components show, made ready for their templates."""
