"""Signing in and out, second factor, users, grants, machine tokens and preferences."""
