"""/complaints/ and its REST addresses, a module for each group of pages."""

from . import api, benefit, contest, dashboards, figures, mappings, tickets

app_name = "complaints"
urlpatterns = [
    *dashboards.urlpatterns,
    *tickets.urlpatterns,
    *figures.urlpatterns,
    *mappings.urlpatterns,
    *contest.urlpatterns,
    *benefit.urlpatterns,
]
api_urlpatterns = [*api.urlpatterns]
