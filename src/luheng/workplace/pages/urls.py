"""Addresses of the pages."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

from luheng.workplace.pages import documents, home

urlpatterns = [
    path("", home.home, name="home"),
    path("sign-in/", LoginView.as_view(template_name="luheng/sign_in.html"), name="sign-in"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("documents/", documents.document_list, name="documents"),
    path("documents/add/", documents.add_documents, name="add-documents"),
    path("documents/<int:pk>/", documents.document, name="document"),
    path("documents/<int:pk>/accept-all/", documents.accept_all, name="accept-all"),
    path("documents/<int:pk>/read-again/", documents.reread, name="reread"),
    path("documents/<int:pk>/file/", documents.raw_file, name="raw-file"),
    path("documents/<int:pk>/editions/", documents.editions, name="editions"),
    path("items/<slug:kind>/<int:pk>/", documents.item_card, name="item-card"),
    path("items/<slug:kind>/<int:pk>/correct/", documents.correct_item, name="correct-item"),
    path("items/<slug:kind>/<int:pk>/history/", documents.item_history, name="item-history"),
    path("items/<slug:kind>/<int:pk>/settle/", documents.settle, name="settle"),
    path("items/<slug:kind>/<int:pk>/<slug:act>/", documents.review_item, name="review-item"),
]
