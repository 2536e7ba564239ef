from django.urls import path

from ..views import topics

urlpatterns = [
    path("complaints/topics/", topics.topics, name="topics"),
    path("complaints/topics/new/", topics.new_topic, name="new_topic"),
    path("complaints/topics/<int:pk>/", topics.topic, name="topic"),
    path("complaints/topics/<int:pk>/progress/", topics.topic_progress, name="topic_progress"),
    path("complaints/topics/<int:pk>/change/", topics.change_topic, name="change_topic"),
    path("complaints/topics/<int:pk>/remove/", topics.remove_topic, name="remove_topic"),
    path("complaints/topics/<int:pk>/compute/", topics.compute_topic, name="compute_topic"),
    path("complaints/topics/<int:pk>/measures/new/", topics.add_measure, name="add_measure"),
    path("complaints/topics/measures/<int:pk>/remove/", topics.remove_measure, name="remove_measure"),
]
