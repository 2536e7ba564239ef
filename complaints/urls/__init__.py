"""/complaints/ and its REST addresses, a module for each group of pages."""

from . import (
    api,
    benefit,
    contest,
    dashboards,
    figures,
    inspection,
    mappings,
    regular,
    repeats,
    reverse,
    supervision,
    tickets,
    topics,
    warning,
)

app_name = "complaints"
urlpatterns = [
    *dashboards.urlpatterns,
    *tickets.urlpatterns,
    *figures.urlpatterns,
    *mappings.urlpatterns,
    *repeats.urlpatterns,
    *regular.urlpatterns,
    *reverse.urlpatterns,
    *topics.urlpatterns,
    *warning.urlpatterns,
    *contest.urlpatterns,
    *benefit.urlpatterns,
    *supervision.urlpatterns,
    *inspection.urlpatterns,
]
api_urlpatterns = [*api.urlpatterns]
