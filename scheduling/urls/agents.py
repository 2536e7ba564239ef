from django.urls import path

from ..views import agents

urlpatterns = [
    path("hotline/agents/", agents.agents, name="agents"),
    path("hotline/agents/<int:pk>/", agents.agent, name="agent"),
    path("hotline/agents/<int:pk>/account/", agents.set_account, name="set_account"),
]
