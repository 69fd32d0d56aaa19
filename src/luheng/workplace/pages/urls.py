"""Addresses of the pages."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

from luheng.workplace.pages import (
    documents,
    home,
    items,
    mapping,
    plotly_script,
    projects,
    public,
    reports,
    sheets,
    targets,
    units,
)
from luheng.workplace.pages.lists import list_page

urlpatterns = [
    path("", home.home, name="home"),
    path("sign-in/", LoginView.as_view(template_name="luheng/sign_in.html"), name="sign-in"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("freeze/", home.freeze, name="freeze"),
    path("targets/", list_page("targets"), name="targets"),
    path("targets/<int:pk>/", targets.target, name="target"),
    path("targets/<int:pk>/why/", targets.explain, name="explain-verdict"),
    path("targets/<int:pk>/assign/", targets.assign, name="assign-value"),
    path("tasks/", list_page("tasks"), name="tasks"),
    path("tasks/<int:pk>/", items.task, name="task"),
    path("tasks/<int:pk>/progress/", items.progress, name="task-progress"),
    path("projects/", list_page("projects", "luheng/projects.html"), name="projects"),
    path("projects/<int:pk>/", items.project, name="project"),
    path("projects/overview/", projects.project_overview, name="project-overview"),
    path("milestones/", list_page("milestones"), name="milestones"),
    path(
        "observations/", list_page("observations", "luheng/observations.html"), name="observations"
    ),
    path("observations/new/", items.new_observation, name="new-observation"),
    path("observations/<int:pk>/", items.observation, name="observation"),
    path("findings/", list_page("findings"), name="findings"),
    path("units/", units.unit_list, name="units"),
    path("units/sheets/", units.unit_sheets, name="unit-sheets"),
    path("units/<int:pk>/", units.unit, name="unit"),
    path("lists/<slug:key>/export/", sheets.export_rows, name="export-rows"),
    path("lists/<slug:key>/import/", sheets.import_rows, name="import-rows"),
    path("public/", public.public_page, name="public"),
    path("public/targets/<int:pk>/", public.public_target, name="public-target"),
    path("mapping/", mapping.mapping, name="mapping"),
    path("mapping/set/", mapping.map_name, name="map-name"),
    path("plotly-<slug:version>.js", plotly_script.plotly, name="plotly"),
    path("reports/", reports.report_list, name="reports"),
    path("reports/make/", reports.make, name="make-report"),
    path("reports/<int:pk>.<slug:form>", reports.download, name="report"),
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
