from django.urls import path

from ..views import repeats

urlpatterns = [
    path("complaints/repeats/", repeats.repeats, name="repeats"),
    path("complaints/repeats/shares/", repeats.shares, name="repeat_shares"),
    path("complaints/repeats/invalid/", repeats.invalid, name="invalid_tickets"),
    path("complaints/repeats/rules/", repeats.rules, name="repeat_rules"),
    path("complaints/repeats/search/", repeats.search, name="search_repeats"),
    path("complaints/repeats/acts/<uuid:act>/undo/", repeats.undo, name="undo_repeats"),
    path("complaints/repeats/<int:number>/", repeats.group, name="repeat_group"),
    path("complaints/repeats/<int:number>/confirm/", repeats.confirm, name="confirm_repeats"),
    path("complaints/repeats/<int:number>/merge/", repeats.merge, name="merge_repeats"),
    path("complaints/repeats/<int:number>/separate/<int:ticket>/", repeats.separate, name="separate_repeat"),
    path("complaints/validity/<slug:system>/<path:ticket_id>/", repeats.judge, name="judge_validity"),
]
