from django.urls import path

from ..views import commentary

urlpatterns = [
    path("reports/<int:pk>/v<int:number>/commentary/<slug:section>/", commentary.write, name="commentary"),
    path("reports/<int:pk>/v<int:number>/commentary/<slug:section>/step/", commentary.step, name="commentary_step"),
    path("reports/<int:pk>/v<int:number>/commentary/<slug:section>/decide/", commentary.decide, name="decide"),
]
