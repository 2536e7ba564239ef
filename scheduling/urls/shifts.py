from django.urls import path

from ..views import hours_pool, labour, rotations, shifts

urlpatterns = [
    path("hotline/shifts/", shifts.shifts, name="shifts"),
    path("hotline/shifts/new/", shifts.new_shift, name="new_shift"),
    path("hotline/shifts/design/", shifts.shift_design, name="shift_design"),
    path("hotline/shifts/<int:pk>/", shifts.change_shift, name="change_shift"),
    path("hotline/rotations/", rotations.rotations, name="rotations"),
    path("hotline/rotations/new/", rotations.new_rotation, name="new_rotation"),
    path("hotline/rotations/<int:pk>/", rotations.change_rotation, name="change_rotation"),
    path("hotline/rotations/<int:pk>/apply/", rotations.apply_rotation, name="apply_rotation"),
    path("hotline/labour-rules/", labour.labour_rules, name="labour_rules"),
    path("hotline/labour-rules/new/", labour.new_labour_rule, name="new_labour_rule"),
    path("hotline/hours-pool/", hours_pool.hours_pool, name="hours_pool"),
]
