"""The URL table. Each app owns its own part; guards stand at the views."""

from django.urls import URLPattern, URLResolver, include, path

from complaints import urls as complaints
from portalkit.access import urls as access
from portalkit.alarms import urls as alarms
from portalkit.imports import urls as imports
from portalkit.jobs import urls as jobs
from portalkit.regions import urls as regions
from portalkit.ui import urls as ui
from signage import urls as signage
from storefronts import urls as storefronts
from video import urls as video

from . import api_docs, health, home, pickers, search, styleguide
from .demo import views as demo

ui_patterns = [*ui.urlpatterns, path("styleguide/", styleguide.styleguide, name="styleguide")]

v1_patterns: list[URLPattern | URLResolver] = [
    pattern for app in (access, alarms, complaints, regions, storefronts, video, signage, imports, jobs) for pattern in app.api_urlpatterns
]
api_patterns: list[URLPattern | URLResolver] = [
    path("v1/", include(v1_patterns)),
    path("schema/", api_docs.Document.as_view(), name="schema"),
    path("docs/", api_docs.api_docs, name="docs"),
]

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
    path("", include("scheduling.urls")),
    path("", include("storefronts.urls")),
    path("", include("video.urls")),
    path("", include("signage.urls")),
    path("", include("reports.urls")),
    path("", include("portalkit.imports.urls")),
    path("", include("portalkit.jobs.urls")),
    path("", include("portalkit.notify.urls")),
    path("", include("portalkit.alarms.urls")),
    path("", include("portalkit.calendars.urls")),
    path("api/", include((api_patterns, "api"))),
]

handler403 = "portalkit.ui.views.forbidden"
handler404 = "portalkit.ui.views.not_found"
handler500 = "portalkit.ui.views.server_error"
