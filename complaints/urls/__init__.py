"""/complaints/ and its REST addresses, a module for each group of pages."""

from . import api, dashboards, figures, inspection, mappings, tickets

app_name = "complaints"
urlpatterns = [
    *dashboards.urlpatterns,
    *tickets.urlpatterns,
    *figures.urlpatterns,
    *mappings.urlpatterns,
    *inspection.urlpatterns,
]
api_urlpatterns = [*api.urlpatterns]
