from django.urls import path

from ..views import staffing

urlpatterns = [
    path("hotline/calculator/", staffing.calculator, name="calculator"),
    path("hotline/standards/", staffing.service_standards, name="standards"),
    path("hotline/standards/new/", staffing.new_standard, name="new_standard"),
    path("hotline/staffing/", staffing.plans, name="staffing_plans"),
    path("hotline/staffing/<int:pk>/", staffing.plan, name="staffing_plan"),
    path("hotline/staffing/<int:pk>/work-out/", staffing.work_out, name="work_out_staffing"),
]
