from django.urls import path

from ..views import tickets

urlpatterns = [
    path("complaints/tickets/", tickets.tickets, name="tickets"),
    path("complaints/tickets/<slug:system>/<path:ticket_id>/", tickets.ticket, name="ticket"),
    path("complaints/reveal/<slug:system>/<path:ticket_id>/", tickets.reveal, name="reveal"),
]
