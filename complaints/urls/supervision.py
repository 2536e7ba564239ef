from django.urls import path

from ..views.supervision import board, legacy, notices, rules, tickets

urlpatterns = [
    path("complaints/supervision/", board.supervision, name="supervision"),
    path("complaints/supervision/watches/", board.watches, name="watches"),
    path("complaints/supervision/notices/", notices.notices, name="notices"),
    path("complaints/supervision/notices/open/", notices.open_notice, name="open_notice"),
    path("complaints/supervision/notices/<int:pk>/", notices.notice, name="notice"),
    path("complaints/supervision/notices/<int:pk>/answer/", notices.answer, name="answer_notice"),
    path("complaints/supervision/notices/<int:pk>/close/", notices.close, name="close_notice"),
    path("complaints/supervision/notices/<int:pk>/reopen/", notices.reopen, name="reopen_notice"),
    path("complaints/supervision/notices/<int:pk>/raise/", notices.escalate, name="escalate_notice"),
    path("complaints/supervision/legacy/", legacy.legacy, name="legacy"),
    path("complaints/supervision/legacy/<int:pk>/", legacy.legacy_case, name="legacy_case"),
    path("complaints/supervision/legacy/<int:pk>/decide/", legacy.decide, name="decide_legacy"),
    path("complaints/supervision/legacy/propose/<slug:system>/<path:ticket_id>/", legacy.propose, name="propose_legacy"),
    path("complaints/supervision/pause/<slug:system>/<path:ticket_id>/", tickets.pause, name="pause_ticket"),
    path("complaints/supervision/resume/<slug:system>/<path:ticket_id>/", tickets.resume, name="resume_ticket"),
    path("complaints/supervision/deadlines/", rules.deadlines, name="deadlines"),
    path("complaints/supervision/deadlines/new/", rules.new_deadline, name="new_deadline"),
    path("complaints/supervision/deadlines/<int:pk>/end/", rules.end_deadline, name="end_deadline"),
    path("complaints/supervision/chain/", rules.chain, name="chain"),
    path("complaints/supervision/chain/level/<int:level>/", rules.set_level, name="set_level"),
    path("complaints/supervision/chain/contacts/<int:pk>/remove/", rules.remove_contact, name="remove_contact"),
    path("complaints/supervision/chain/automatic/<slug:watch>/", rules.set_automatic, name="set_automatic"),
]
