"""The URL table. Each app owns its own part; guards stand at the views."""

urlpatterns: list[object] = []
