from django.urls import path

from ..views import walls

urlpatterns = [
    path("video/walls/", walls.walls, name="walls"),
    path("video/walls/new/", walls.new_wall, name="new_wall"),
    path("video/walls/of/", walls.wall_of, name="wall_of"),
    path("video/walls/of/state/", walls.wall_of_state, name="wall_of_state"),
    path("video/walls/<int:pk>/", walls.wall, name="wall"),
    path("video/walls/<int:pk>/state/", walls.wall_state, name="wall_state"),
    path("video/walls/<int:pk>/change/", walls.change_wall, name="change_wall"),
    path("video/walls/<int:pk>/remove/", walls.remove_wall_for_good, name="remove_wall"),
]
