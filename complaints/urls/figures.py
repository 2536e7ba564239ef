from django.urls import path

from ..views import figures

urlpatterns = [
    path("complaints/published/", figures.published, name="published"),
    path("complaints/published/enter/", figures.enter_published, name="enter_published"),
    path("complaints/published/<int:pk>/remove/", figures.remove_published, name="remove_published"),
    path("complaints/annotations/", figures.annotations, name="annotations"),
    path("complaints/annotations/<int:pk>/remove/", figures.remove_annotation, name="remove_annotation"),
    path("complaints/targets/set/", figures.set_target, name="set_target"),
]
