from django.urls import path

from ..views import library, uploads

urlpatterns = [
    path("signage/content/", library.library, name="library"),
    path("signage/content/new/", uploads.new_content, name="new_content"),
    path("signage/content/new-notice/", library.new_notice, name="new_notice"),
    path("signage/content/<int:pk>/", library.content, name="content"),
    path("signage/content/<int:pk>/change/", library.change_facts, name="change_content"),
    path("signage/content/<int:pk>/replace/", library.replace_content, name="replace_content"),
    path("signage/content/<int:pk>/retire/", library.retire, name="retire_content"),
    path("signage/content/<int:pk>/bring-back/", library.bring_back, name="bring_back_content"),
    path("signage/media/<int:version>/<int:page>/", library.library_media, name="library_media"),
    path("signage/thumbnails/<int:version>/", library.library_thumbnail, name="library_thumbnail"),
    path("signage/uploads/", uploads.begin_upload, name="begin_upload"),
    path("signage/uploads/results/", uploads.upload_results, name="upload_results"),
    path("signage/uploads/<uuid:key>/", uploads.upload_piece, name="upload_piece"),
    path("signage/uploads/<uuid:key>/done/", uploads.upload_done, name="upload_done"),
    path("signage/uploads/<uuid:key>/progress/", uploads.upload_progress, name="upload_progress"),
    path("signage/uploads/<uuid:key>/again/", uploads.check_upload_again, name="check_upload_again"),
    path("signage/uploads/<uuid:key>/discard/", uploads.discard_upload, name="discard_upload"),
]
