"""The URL table. Each app owns its own part; guards stand at the views."""

from django.urls import include, path

from complaints import urls as complaints
from portalkit.access import urls as access
from portalkit.imports import urls as imports
from portalkit.jobs import urls as jobs
from portalkit.regions import urls as regions
from portalkit.ui import urls as ui

from . import health, home, pickers, search, styleguide
from .demo import views as demo

ui_patterns = [*ui.urlpatterns, path("styleguide/", styleguide.styleguide, name="styleguide")]

api_patterns = [*access.api_urlpatterns, *complaints.api_urlpatterns, *regions.api_urlpatterns, *imports.api_urlpatterns, *jobs.api_urlpatterns]

urlpatterns = [
    path("live", health.live, name="live"),
    path("ready", health.ready, name="ready"),
    path("metrics", health.metrics, name="metrics"),
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("pick/region/", pickers.region_choices, name="picker-regions"),
    path("system/demo/", demo.demo, name="demo"),
    path("", include((ui_patterns, "ui"))),
    path("", include("portalkit.access.urls")),
    path("", include("portalkit.regions.urls")),
    path("", include("complaints.urls")),
    path("", include("portalkit.imports.urls")),
    path("", include("portalkit.jobs.urls")),
    path("", include("portalkit.notify.urls")),
    path("api/v1/", include((api_patterns, "api"))),
]

handler403 = "portalkit.ui.views.forbidden"
handler404 = "portalkit.ui.views.not_found"
handler500 = "portalkit.ui.views.server_error"
