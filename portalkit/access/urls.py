"""/account/ for everybody's own account, /admin/ for administrators, and the REST address of the caller."""

from django.urls import path

from .api.me import Me
from .views import account, audit, second_factor, sign_in, tokens, users

app_name = "access"
urlpatterns = [
    path("account/sign-in/", sign_in.sign_in, name="login"),
    path("account/sign-out/", sign_in.sign_out, name="logout"),
    path("account/language/", sign_in.choose_language, name="language"),
    path("account/set-password/<str:uid>/<str:token>/", sign_in.set_password, name="set_password"),
    path("account/second-factor/", second_factor.ask, name="second_factor"),
    path("account/second-factor/enrol/", second_factor.enrol, name="enrol"),
    path("account/second-factor/codes/", second_factor.renew_codes, name="renew_codes"),
    path("account/second-factor/remove/", second_factor.remove, name="remove_second_factor"),
    path("account/", account.account, name="account"),
    path("account/password/", account.change_password, name="change_password"),
    path("account/sessions/", account.browsers, name="sessions"),
    path("account/sessions/<int:pk>/end/", account.end_browser, name="end_session"),
    path("account/sessions/end-others/", account.end_other_browsers, name="end_other_sessions"),
    path("account/preference/", account.keep_preference, name="preference"),
    path("admin/users/", users.users, name="users"),
    path("admin/users/new/", users.new_user, name="new_user"),
    path("admin/users/<int:pk>/", users.user, name="user"),
    path("admin/users/<int:pk>/change/", users.change_user, name="change_user"),
    path("admin/users/<int:pk>/deactivate/", users.deactivate, name="deactivate_user"),
    path("admin/users/<int:pk>/activate/", users.activate, name="activate_user"),
    path("admin/users/<int:pk>/password-link/", users.password_link, name="password_link"),
    path("admin/users/<int:pk>/remove-second-factor/", users.remove_second_factor, name="remove_user_second_factor"),
    path("admin/users/<int:pk>/sessions/end/", users.end_browsers, name="end_user_sessions"),
    path("admin/users/<int:pk>/sessions/<int:session_pk>/end/", users.end_browser, name="end_user_session"),
    path("admin/users/<int:pk>/grants/give/", users.give_grant, name="give_grant"),
    path("admin/users/<int:pk>/grants/<int:grant_pk>/withdraw/", users.withdraw_grant, name="withdraw_grant"),
    path("admin/tokens/", tokens.tokens, name="tokens"),
    path("admin/tokens/new/", tokens.new_token, name="new_token"),
    path("admin/tokens/<int:pk>/", tokens.token, name="token"),
    path("admin/tokens/<int:pk>/revoke/", tokens.revoke, name="revoke_token"),
    path("admin/audit/", audit.events, name="events"),
    path("admin/audit/<int:pk>/", audit.event, name="event"),
]
api_urlpatterns = [path("me/", Me.as_view(), name="me")]
