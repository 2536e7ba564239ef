from django.urls import path

from ..views import demand

urlpatterns = [
    path("hotline/demand/", demand.demand, name="demand"),
    path("hotline/demand/history/", demand.history, name="history"),
    path("hotline/queues/<slug:code>/marks/new/", demand.mark_day, name="mark_day"),
    path("hotline/marks/<int:pk>/remove/", demand.unmark_day, name="unmark_day"),
]
