from django.urls import path

from ..views import plans

urlpatterns = [
    path("reports/schedule/", plans.schedule, name="schedule"),
    path("reports/subscriptions/", plans.subscriptions, name="subscriptions"),
    path("reports/subscriptions/people/", plans.subscribers, name="subscribers"),
    path("reports/subscriptions/<int:pk>/end/", plans.unsubscribe, name="unsubscribe"),
]
