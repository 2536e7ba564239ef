from django.urls import path

from ..views import forecasts

urlpatterns = [
    path("hotline/forecasts/", forecasts.forecasts, name="forecasts"),
    path("hotline/forecasts/new/", forecasts.new_forecast, name="new_forecast"),
    path("hotline/forecasts/queues/<int:pk>/", forecasts.newest_of_queue, name="newest_forecast"),
    path("hotline/forecasts/<int:pk>/", forecasts.forecast, name="forecast"),
    path("hotline/forecasts/<int:pk>/days/<str:day>/", forecasts.forecast_day, name="forecast_day"),
    path("hotline/forecasts/<int:pk>/override/", forecasts.override_forecast, name="override_forecast"),
    path("hotline/forecasts/overrides/<int:pk>/undo/", forecasts.undo_override, name="undo_override"),
]
