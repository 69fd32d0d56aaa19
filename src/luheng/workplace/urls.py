"""Addresses of the site."""

from django.contrib import admin
from django.urls import include, path

from luheng.workplace.api.routes import api

urlpatterns = [
    path("", include("luheng.workplace.pages.urls")),
    path("api/v1/", api.urls),
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
]
