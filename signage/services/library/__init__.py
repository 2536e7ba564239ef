"""What comes into the library and what becomes of it: uploads, their checking, versions, notices, tidying."""
