from django.urls import path

from ..views import absences, agents

urlpatterns = [
    path("hotline/agents/", agents.agents, name="agents"),
    path("hotline/agents/<int:pk>/", agents.agent, name="agent"),
    path("hotline/agents/<int:pk>/account/", agents.set_account, name="set_account"),
    path("hotline/absences/", absences.absences, name="absences"),
    path("hotline/absences/new/", absences.new_absence, name="new_absence"),
    path("hotline/absences/<int:pk>/", absences.absence, name="absence"),
    path("hotline/absences/<int:pk>/end/", absences.end_absence, name="end_absence"),
    path("hotline/absences/<int:pk>/remove/", absences.remove_absence, name="remove_absence"),
]
