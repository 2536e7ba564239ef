from django.urls import path

from ..views import mappings

urlpatterns = [
    path("complaints/mappings/", mappings.mappings, name="mappings"),
    path("complaints/mappings/apply/", mappings.apply_rules, name="apply_rules"),
    path("complaints/mappings/<slug:table>/", mappings.rules, name="rules"),
    path("complaints/mappings/<slug:table>/new/", mappings.new_rule, name="new_rule"),
    path("complaints/mappings/<slug:table>/<int:pk>/end/", mappings.end_rule, name="end_rule"),
]
