from django.urls import path

from ..views import queues

urlpatterns = [
    path("hotline/queues/", queues.queues, name="queues"),
    path("hotline/queues/new/", queues.new_queue, name="new_queue"),
    path("hotline/queues/<slug:code>/change/", queues.change_queue, name="change_queue"),
    path("hotline/campaigns/", queues.campaigns, name="campaigns"),
    path("hotline/campaigns/new/", queues.new_campaign, name="new_campaign"),
    path("hotline/campaigns/<int:pk>/change/", queues.change_campaign, name="change_campaign"),
    path("hotline/campaigns/<int:pk>/remove/", queues.remove_campaign, name="remove_campaign"),
]
