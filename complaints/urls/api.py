from django.urls import path

from .. import api

urlpatterns = [
    path("complaints/tickets/", api.TicketList.as_view(), name="complaint-tickets"),
    path("complaints/tickets/<slug:system>/<path:ticket_id>/", api.TicketDetail.as_view(), name="complaint-ticket"),
    path("complaints/rates/", api.RateList.as_view(), name="complaint-rates"),
    path("complaints/published-rates/", api.PublishedRateList.as_view(), name="complaint-published-rates"),
]
