from django.urls import path

from ..views import reverse

urlpatterns = [
    path("complaints/reverse/", reverse.reverse, name="reverse"),
    path("complaints/reverse/tickets/", reverse.reverse_tickets, name="reverse_tickets"),
    path("complaints/reverse/start/", reverse.start, name="start_reverse"),
]
