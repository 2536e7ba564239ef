from django.urls import path

from ..views.rosters import building, editing, pages, steps

urlpatterns = [
    path("hotline/rosters/", pages.rosters, name="rosters"),
    path("hotline/rosters/build/", building.build_roster, name="build_roster"),
    path("hotline/rosters/builds/<int:pk>/stop/", building.stop_build, name="stop_build"),
    path("hotline/rosters/newest/", pages.newest_roster, name="newest_roster"),
    path("hotline/rosters/<int:pk>/", pages.roster, name="roster"),
    path("hotline/rosters/<int:pk>/cells/", editing.edit_cells, name="roster_cells"),
    path("hotline/rosters/<int:pk>/approver-cells/", editing.approver_cells, name="approver_cells"),
    path("hotline/rosters/<int:pk>/comment/", editing.comment_cell, name="comment_cell"),
    path("hotline/rosters/<int:pk>/step/", steps.roster_step, name="roster_step"),
    path("hotline/rosters/<int:pk>/decide/", steps.decide_roster, name="decide_roster"),
]
