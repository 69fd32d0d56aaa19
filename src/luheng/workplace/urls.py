"""Addresses of the site."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from luheng.workplace.api.description import description
from luheng.workplace.api.routes import api

urlpatterns = [
    path("", include("luheng.workplace.pages.urls")),
    path("api/v1/", api.urls),
    path("admin/login/", RedirectView.as_view(pattern_name="sign-in", query_string=True)),
    path("admin/", admin.site.urls),
    path("api/", description, name="api"),
    path("i18n/", include("django.conf.urls.i18n")),
]

_TROUBLES = "luheng.workplace.pages.troubles"
handler400 = f"{_TROUBLES}.refused"
handler403 = f"{_TROUBLES}.not_allowed"
handler404 = f"{_TROUBLES}.not_there"
handler500 = f"{_TROUBLES}.went_wrong"
