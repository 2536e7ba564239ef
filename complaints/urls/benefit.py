from django.urls import path

from ..views import benefit

urlpatterns = [
    path("complaints/benefit/", benefit.benefit, name="benefit"),
    path("complaints/benefit/new/", benefit.benefit_new, name="benefit_new"),
    path("complaints/benefit/<int:pk>/", benefit.benefit_estimate, name="benefit_estimate"),
    path("complaints/benefit/<int:pk>/revise/", benefit.benefit_revise, name="benefit_revise"),
]
