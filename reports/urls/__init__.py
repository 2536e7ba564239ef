"""/reports/, a module for each group of pages."""

from . import commentary, plans, reports

app_name = "reports"
urlpatterns = [*plans.urlpatterns, *reports.urlpatterns, *commentary.urlpatterns]
