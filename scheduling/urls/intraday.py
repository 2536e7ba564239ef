from django.urls import path

from ..views import intraday

urlpatterns = [path("hotline/intraday/", intraday.intraday, name="intraday")]
