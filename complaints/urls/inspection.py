from django.urls import path

from ..views import inspection, inspection_rules, quality, returned, sampling

urlpatterns = [
    path("complaints/quality/", quality.quality, name="quality"),
    path("complaints/inspection/", sampling.inspection, name="inspection"),
    path("complaints/inspection/samples/<int:pk>/", sampling.sample, name="sample"),
    path("complaints/inspection/tickets/<slug:system>/<path:ticket_id>/", inspection.inspect, name="inspect"),
    path("complaints/inspection/add/<slug:system>/<path:ticket_id>/", inspection.add_finding, name="add_finding"),
    path("complaints/inspection/conclude/<slug:system>/<path:ticket_id>/", inspection.conclude, name="conclude"),
    path("complaints/inspection/finish/<slug:system>/<path:ticket_id>/", inspection.finish_look, name="finish_look"),
    path("complaints/inspection/findings/", inspection.findings, name="findings"),
    path("complaints/inspection/findings/<int:pk>/judge/", inspection.judge, name="judge_finding"),
    path("complaints/inspection/findings/<int:pk>/take-back/", inspection.take_back, name="take_back_finding"),
    path("complaints/inspection/returned/", inspection.returned, name="returned"),
    path("complaints/inspection/returned/<int:pk>/", returned.returned_ticket, name="returned_ticket"),
    path("complaints/inspection/returned/<int:pk>/answer/", returned.answer, name="answer_return"),
    path("complaints/inspection/returned/<int:pk>/accept/", returned.accept, name="accept_answer"),
    path("complaints/inspection/returned/<int:pk>/again/", returned.again, name="send_again"),
    path("complaints/inspection/report/", quality.inspection_report, name="inspection_report"),
    path("complaints/inspection/rules/", inspection_rules.rules, name="inspection_rules"),
    path("complaints/inspection/rules/again/", inspection_rules.inspect_again, name="inspect_again"),
    path("complaints/inspection/rules/<slug:code>/", inspection_rules.rule, name="inspection_rule"),
    path("complaints/inspection/rules/<slug:code>/<int:number>/restore/", inspection_rules.restore, name="restore_rule"),
]
