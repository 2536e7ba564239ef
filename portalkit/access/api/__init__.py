"""The REST side of access: tokens, guards, pages, throttling, problem details (RFC 9457), conditional requests, OpenAPI.

The settings name these classes as the framework's defaults; a view only says its guard and its rows:

    from portalkit.access.api.conditional import PolledList

    class TicketList(PolledList, ListAPIView):
        guard = Guard.permission(ComplaintsPermission.VIEW)
        serializer_class = TicketSerializer

        def get_queryset(self):
            return self.request.access.scope(ComplaintsPermission.VIEW, Ticket.objects.all())

Nothing is gathered here: the framework's view class reads its defaults while it is itself being imported.
"""
