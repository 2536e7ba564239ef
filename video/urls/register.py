from django.urls import path

from ..views import cameras, devices, nodes, passwords

urlpatterns = [
    path("video/cameras/", cameras.cameras, name="cameras"),
    path("video/new-camera/", cameras.new_camera, name="new_camera"),
    path("video/camera-passwords/", passwords.camera_passwords, name="camera_passwords"),
    path("video/cameras/<str:gb_id>/", cameras.camera, name="camera"),
    path("video/cameras/<str:gb_id>/change/", cameras.change_camera, name="change_camera"),
    path("video/cameras/<str:gb_id>/switch/", cameras.switch_camera, name="switch_camera"),
    path("video/cameras/<str:gb_id>/move/", cameras.move_camera, name="move_camera"),
    path("video/cameras/<str:gb_id>/device/", devices.device, name="device"),
    path("video/cameras/<str:gb_id>/device/read/", devices.read_device, name="read_device"),
    path("video/cameras/<str:gb_id>/device/take-over/", devices.take_over, name="take_over_reading"),
    path("video/nodes/", nodes.nodes, name="nodes"),
    path("video/new-node/", nodes.new_node, name="new_node"),
    path("video/nodes/<slug:name>/", nodes.node, name="node"),
    path("video/nodes/<slug:name>/change/", nodes.change_node, name="change_node"),
    path("video/nodes/<slug:name>/new-volume/", nodes.new_volume, name="new_volume"),
    path("video/nodes/<slug:name>/devices/", devices.search_result, name="search_result"),
    path("video/nodes/<slug:name>/devices/search/", devices.search, name="search_devices"),
    path("video/volumes/<int:pk>/change/", nodes.change_volume, name="change_volume"),
    path("video/addresses/", nodes.rules, name="rules"),
    path("video/new-address/", nodes.new_rule, name="new_rule"),
    path("video/addresses/<int:pk>/change/", nodes.change_rule, name="change_rule"),
    path("video/addresses/<int:pk>/remove/", nodes.remove_rule, name="remove_rule"),
]
