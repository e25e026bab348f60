from __future__ import annotations

from django.urls import path
from django.views.generic import RedirectView

from accounts import views

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("password/", views.password, name="password"),
    path("profile/", views.profile, name="profile"),
    path("jobs/", views.jobs, name="jobs"),
    path("jobs/<int:job_id>/", views.job, name="job"),
    path("files/<int:upload_id>/", views.file, name="file"),
    path("health/", views.health, name="health"),
    path("health/all/", views.health, {"strict": True}, name="health-all"),
    # The admin site has the same doors as everything else.
    path("admin/login/", views.enter_admin),
    path("admin/logout/", views.sign_out),
    path("admin/password_change/", RedirectView.as_view(pattern_name="password")),
]
