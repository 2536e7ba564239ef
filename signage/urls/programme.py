from django.urls import URLPattern, path

from ..views import emergency, layouts, on_screen, playlists, rollout, schedule_steps, schedules

urlpatterns: list[URLPattern] = [
    path("signage/playlists/", playlists.playlists, name="playlists"),
    path("signage/playlists/new/", playlists.new_playlist, name="new_playlist"),
    path("signage/playlists/<int:pk>/", playlists.playlist, name="playlist"),
    path("signage/playlists/<int:pk>/remove/", playlists.remove_playlist, name="remove_playlist"),
    path("signage/layouts/", layouts.layouts, name="layouts"),
    path("signage/layouts/new/", layouts.new_layout, name="new_layout"),
    path("signage/layouts/<int:pk>/", layouts.layout, name="layout"),
    path("signage/layouts/<int:pk>/remove/", layouts.remove_layout, name="remove_layout"),
    path("signage/schedules/", schedules.schedules, name="schedules"),
    path("signage/schedules/new/", schedules.new_schedule, name="new_schedule"),
    path("signage/schedules/preview/", schedules.preview_schedule, name="preview_schedule"),
    path("signage/schedules/outdated/", rollout.outdated, name="outdated"),
    path("signage/schedules/renew/", rollout.renew_all, name="renew_all"),
    path("signage/schedules/<int:pk>/", schedules.schedule, name="schedule"),
    path("signage/schedules/<int:pk>/change/", schedules.change_schedule, name="change_schedule"),
    path("signage/schedules/<int:pk>/hand-in/", schedule_steps.hand_in, name="hand_in"),
    path("signage/schedules/<int:pk>/take-back/", schedule_steps.take_back, name="take_back"),
    path("signage/schedules/<int:pk>/renew/", schedule_steps.renew, name="renew"),
    path("signage/schedules/<int:pk>/remove-draft/", schedule_steps.remove_draft, name="remove_draft"),
    path("signage/schedules/<int:pk>/approve/", schedule_steps.approve, name="approve"),
    path("signage/schedules/<int:pk>/send-back/", schedule_steps.send_back, name="send_back"),
    path("signage/schedules/<int:pk>/withdraw/", schedule_steps.take_off_air, name="withdraw"),
    path("signage/publications/<int:pk>/", rollout.publication, name="publication"),
    path("signage/approvals/", schedule_steps.approvals, name="approvals"),
    path("signage/emergency/", emergency.emergency, name="emergency"),
    path("signage/emergency/<int:pk>/end/", emergency.end_emergency, name="end_emergency"),
    path("signage/on-screen/", on_screen.what_is_on, name="on_screen"),
    path("signage/calendar/", on_screen.calendar, name="calendar"),
]
