"""Forms of signing in, the own account, users, grants and tokens."""
