"""验收资料: dossiers made so far, a form for the next one, the city's public key."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from luheng.vocabulary.indicators import families
from luheng.vocabulary.messages import LuhengError
from luheng.workplace.audit import audited_export
from luheng.workplace.dossiers.making import file_of
from luheng.workplace.dossiers.selection import selection_from, targets_of
from luheng.workplace.dossiers.signing import city_key, fingerprint, public_pem
from luheng.workplace.jobs import start
from luheng.workplace.language import current_language, say
from luheng.workplace.models import Document, Dossier, Target
from luheng.workplace.pages.doors import PageRequest, city_of_site, page
from luheng.workplace.pages.evidence_forms import day_input
from luheng.workplace.pages.jobs import follow
from luheng.workplace.pages.lists import list_answer, list_context
from luheng.workplace.permissions import Act, may
from luheng.workplace.registers import REGISTERS


class DossierForm(forms.Form):
    """The period and the indicators of a dossier."""

    title = forms.CharField(label=say("名称", "title"), max_length=200)
    start = forms.DateField(label=say("时期起", "from"), widget=day_input())
    end = forms.DateField(label=say("时期止", "until"), widget=day_input())
    documents = forms.MultipleChoiceField(
        label=say("文件（不选为全部现行）", "documents (none: all in force)"), required=False
    )
    family = forms.ChoiceField(label=say("指标类别", "family of indicators"), required=False)
    with_tasks = forms.BooleanField(
        label=say("包括任务", "with the tasks"), required=False, initial=True
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        targets = Target.objects.filter(document=OuterRef("pk"))
        plans = Document.objects.filter(Exists(targets)).order_by("-current", "-issued_on", "-pk")
        self.fields["documents"].choices = [  # type: ignore[attr-defined]
            (str(pk), title) for pk, title in plans.values_list("pk", "title")
        ]
        language = current_language()
        self.fields["family"].choices = [  # type: ignore[attr-defined]
            ("", say("全部", "all")),
            *((key, names[language]) for key, names in families().items()),
        ]


@page()
def dossier_list(request: PageRequest) -> HttpResponse:
    """The dossiers, and a form for whoever may make one."""
    return _list_page(request, DossierForm(initial=_usual()))


def _list_page(request: PageRequest, form: DossierForm, status: int = 200) -> HttpResponse:
    context = list_context(request, REGISTERS["dossiers"])
    key = city_key(city_of_site()).public_key()
    context |= {
        "form": form,
        "may_make": may(request.user, Act.MAKE_REPORT),
        "fingerprint": fingerprint(key),
        "public_key": public_pem(key),
    }
    if status != 200:
        return render(request, "luheng/dossiers.html", context, status=status)
    return list_answer(request, "luheng/dossiers.html", context)


def _usual() -> dict[str, Any]:
    """The last whole year: what is usually asked for."""
    year = timezone.localdate().year - 1
    said = say(f"{year}年度验收资料", f"Dossier of {year}")
    return {"title": str(said), "start": date(year, 1, 1), "end": date(year, 12, 31)}


@page(Act.MAKE_REPORT)
@require_POST
def make(request: PageRequest) -> HttpResponse:
    """Starts making a dossier; a selection without a target is refused at once."""
    form = DossierForm(request.POST)
    if not form.is_valid():
        messages.error(request, say("请填写名称和时期", "Give a title and a period"), extra_tags="bad")  # fmt: skip
        return _list_page(request, form, status=422)
    selection = selection_from(form.cleaned_data)
    targets_of(selection)
    return follow(request, start("make_dossier", request.user, selection=selection.as_plain()))


@page()
def dossier(request: PageRequest, pk: int) -> HttpResponse:
    """One dossier: its numbers and digest, and where to have it."""
    return render(request, "luheng/dossier.html", {"dossier": get_object_or_404(Dossier, pk=pk)})


@page()
def download(request: PageRequest, pk: int) -> FileResponse:
    """The file, as it was made. Each download has its entry in the audit log."""
    found = get_object_or_404(Dossier, pk=pk)
    path = file_of(city_of_site(), found.sha256)
    if not path.is_file():
        raise LuhengError("file_not_found", file=path.name)
    audited_export("dossier", request.user, found.title, found.sha256, number=found.pk)
    name = f"{city_of_site().name}-{found.title}-{found.start}-{found.end}.zip"
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=name, content_type="application/zip"
    )
