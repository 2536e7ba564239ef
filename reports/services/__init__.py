"""What is done with reports: generate, comment, publish, send, plan."""

from . import commentary, downloads, generating, plans, publishing, subscriptions

__all__ = ["commentary", "downloads", "generating", "plans", "publishing", "subscriptions"]
