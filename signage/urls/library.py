from django.urls import URLPattern, path

from ..views import library, uploads

urlpatterns: list[URLPattern] = [
    path("signage/library/", library.library, name="library"),
    path("signage/library/new-notice/", library.new_notice, name="new_notice"),
    path("signage/library/<int:pk>/", library.content, name="content"),
    path("signage/library/<int:pk>/change/", library.change_content, name="change_content"),
    path("signage/library/<int:pk>/rewrite/", library.rewrite_notice, name="rewrite_notice"),
    path("signage/library/<int:pk>/retire/", library.retire_content, name="retire_content"),
    path("signage/media/<int:version>/<int:page>/", library.media, name="media"),
    path("signage/thumbnails/<int:version>/", library.thumbnail, name="thumbnail"),
    path("signage/uploads/new/", uploads.new_upload, name="new_upload"),
    path("signage/uploads/", uploads.begin_upload, name="begin_upload"),
    path("signage/uploads/<uuid:key>/", uploads.upload, name="upload"),
]
