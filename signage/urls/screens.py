from django.urls import URLPattern, path

from ..views import commands, proof, screen_page, screens, wall

urlpatterns: list[URLPattern] = [
    path("signage/wall/", wall.wall, name="wall"),
    path("signage/wall/state/", wall.wall_state, name="wall_state"),
    path("signage/halls/<str:code>/screens/", wall.hall_screens, name="hall_screens"),
    path("signage/screens/", screens.screens, name="screens"),
    path("signage/screens/new/", screens.new_screen, name="new_screen"),
    path("signage/screens/<int:pk>/", screen_page.screen, name="screen"),
    path("signage/screens/<int:pk>/state/", screen_page.screen_state, name="screen_state"),
    path("signage/screens/<int:pk>/change/", screens.change_screen, name="change_screen"),
    path("signage/screens/<int:pk>/move/", screens.move_screen, name="move_screen"),
    path("signage/screens/<int:pk>/tags/", screens.tag_screen, name="tag_screen"),
    path("signage/screens/<int:pk>/service/", screens.switch_screen, name="switch_screen"),
    path("signage/screens/<int:pk>/pair/", screens.pair_screen, name="pair_screen"),
    path("signage/screens/<int:pk>/revoke/", screens.revoke_screen, name="revoke_screen"),
    path("signage/screens/<int:pk>/plays/", proof.screen_plays, name="screen_plays"),
    path("signage/screens/<int:pk>/playing/<int:version>/", wall.playing_picture, name="playing_picture"),
    path("signage/screens/<int:pk>/screenshots/<int:number>/", wall.screenshot, name="screenshot"),
    path("signage/commands/", commands.commands, name="commands"),
    path("signage/commands/new/", commands.new_command, name="new_command"),
    path("signage/commands/<uuid:key>/", commands.command, name="command"),
    path("signage/commands/<uuid:key>/state/", commands.command_state, name="command_state"),
    path("signage/proof/", proof.proof, name="proof_of_play"),
    path("signage/proof/adverts/", proof.adverts, name="adverts"),
    path("signage/proof/<slug:by>/", proof.proof, name="proof"),
]
