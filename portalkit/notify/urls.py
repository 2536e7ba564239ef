"""/messages/."""

from django.urls import path

from . import views

app_name = "notify"
urlpatterns = [
    path("messages/", views.messages, name="list"),
    path("messages/bell/", views.bell, name="bell"),
    path("messages/read/", views.mark_read, name="read"),
    path("messages/wishes/", views.choose, name="choose"),
    path("messages/outgoing/", views.outgoing, name="outbox"),
    path("messages/outgoing/again/", views.try_again, name="try_again"),
]
