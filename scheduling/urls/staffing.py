from django.urls import path

from ..views import skills, staffing

urlpatterns = [
    path("hotline/calculator/", staffing.calculator, name="calculator"),
    path("hotline/standards/", staffing.service_standards, name="standards"),
    path("hotline/standards/new/", staffing.new_standard, name="new_standard"),
    path("hotline/skills/", skills.skills, name="skills"),
    path("hotline/skills/play/", skills.play_skills, name="play_skills"),
    path("hotline/staffing/", staffing.plans, name="staffing_plans"),
    path("hotline/staffing/<int:pk>/", staffing.plan, name="staffing_plan"),
    path("hotline/staffing/<int:pk>/work-out/", staffing.work_out, name="work_out_staffing"),
]
