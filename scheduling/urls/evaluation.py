from django.urls import path

from ..views import evaluation

urlpatterns = [path("hotline/evaluation/", evaluation.evaluation, name="evaluation")]
