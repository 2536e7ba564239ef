from django.urls import path

from ..views import offers

urlpatterns = [
    path("hotline/offers/", offers.offers, name="offers"),
    path("hotline/offers/new/", offers.new_offer, name="new_offer"),
    path("hotline/offers/<int:pk>/", offers.offer, name="offer"),
    path("hotline/offers/<int:pk>/withdraw/", offers.withdraw_offer, name="withdraw_offer"),
    path("hotline/mine/offers/<int:pk>/", offers.answer_offer, name="answer_offer"),
]
