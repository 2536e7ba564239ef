"""/complaints/ and its REST addresses."""

from django.urls import path

from . import api
from .views import dashboards, figures, mappings, tickets

app_name = "complaints"
urlpatterns = [
    path("complaints/", dashboards.overview, name="overview"),
    path("complaints/trend/", dashboards.trend, name="trend"),
    path("complaints/regions/", dashboards.regions, name="regions"),
    path("complaints/matrix/", dashboards.matrix, name="matrix"),
    path("complaints/tickets/", tickets.tickets, name="tickets"),
    path("complaints/tickets/<slug:system>/<path:ticket_id>/", tickets.ticket, name="ticket"),
    path("complaints/reveal/<slug:system>/<path:ticket_id>/", tickets.reveal, name="reveal"),
    path("complaints/published/", figures.published, name="published"),
    path("complaints/published/enter/", figures.enter_published, name="enter_published"),
    path("complaints/published/<int:pk>/remove/", figures.remove_published, name="remove_published"),
    path("complaints/annotations/", figures.annotations, name="annotations"),
    path("complaints/annotations/<int:pk>/remove/", figures.remove_annotation, name="remove_annotation"),
    path("complaints/targets/set/", figures.set_target, name="set_target"),
    path("complaints/mappings/", mappings.mappings, name="mappings"),
    path("complaints/mappings/apply/", mappings.apply_rules, name="apply_rules"),
    path("complaints/mappings/<slug:table>/", mappings.rules, name="rules"),
    path("complaints/mappings/<slug:table>/new/", mappings.new_rule, name="new_rule"),
    path("complaints/mappings/<slug:table>/<int:pk>/end/", mappings.end_rule, name="end_rule"),
]
api_urlpatterns = [
    path("complaints/tickets/", api.TicketList.as_view(), name="complaint-tickets"),
    path("complaints/tickets/<slug:system>/<path:ticket_id>/", api.TicketDetail.as_view(), name="complaint-ticket"),
    path("complaints/rates/", api.RateList.as_view(), name="complaint-rates"),
    path("complaints/published-rates/", api.PublishedRateList.as_view(), name="complaint-published-rates"),
]
