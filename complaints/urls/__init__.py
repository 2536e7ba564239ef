"""/complaints/ and its REST addresses, a module for each group of pages."""

from . import api, dashboards, figures, mappings, tickets, warning

app_name = "complaints"
urlpatterns = [
    *dashboards.urlpatterns,
    *tickets.urlpatterns,
    *figures.urlpatterns,
    *mappings.urlpatterns,
    *warning.urlpatterns,
]
api_urlpatterns = [*api.urlpatterns]
