from django.urls import path

from ..views import contest, contest_entering, contest_points

urlpatterns = [
    path("complaints/contest/", contest.contest, name="contest"),
    path("complaints/contest/announce/", contest.contest_announce, name="contest_announce"),
    path("complaints/contest/points/", contest_points.contest_points, name="contest_points"),
    path("complaints/contest/points/set/", contest_points.contest_set_points, name="contest_set_points"),
    path("complaints/contest/enter/", contest_entering.contest_enter, name="contest_enter"),
    path("complaints/contest/similar/", contest_entering.contest_similar, name="contest_similar"),
    path("complaints/contest/mine/", contest.contest_mine, name="contest_mine"),
    path("complaints/contest/entries/", contest.contest_entries, name="contest_entries"),
    path("complaints/contest/entries/<int:pk>/", contest.contest_entry, name="contest_entry"),
    path("complaints/contest/entries/<int:pk>/photo/", contest.contest_photo, name="contest_photo"),
    path("complaints/contest/entries/<int:pk>/<slug:step>/", contest.contest_step, name="contest_step"),
]
