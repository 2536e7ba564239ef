"""Pages under /account/ and /admin/."""
