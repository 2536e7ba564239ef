from django.urls import path

from ..views import regular

urlpatterns = [
    path("complaints/regular/", regular.regular, name="regular"),
]
