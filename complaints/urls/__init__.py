"""/complaints/ and its REST addresses, a module for each group of pages."""

from . import api, dashboards, figures, mappings, regular, reverse, tickets

app_name = "complaints"
urlpatterns = [
    *dashboards.urlpatterns,
    *tickets.urlpatterns,
    *figures.urlpatterns,
    *mappings.urlpatterns,
    *regular.urlpatterns,
    *reverse.urlpatterns,
]
api_urlpatterns = [*api.urlpatterns]
