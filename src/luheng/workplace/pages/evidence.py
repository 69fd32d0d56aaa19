"""佐证材料: the list, one piece with its preview, uploads from anywhere, what proves what."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.audit import audited_export
from luheng.workplace.evidence.binding import EDITABLE, bind, correct, unbind, withdraw
from luheng.workplace.evidence.subjects import PAGES, address_of, find_subject, kind_of
from luheng.workplace.language import say
from luheng.workplace.models import Evidence, Proof
from luheng.workplace.pages.doors import PageRequest, city_of_site, page
from luheng.workplace.pages.evidence_forms import AboutForm, UploadForm
from luheng.workplace.pages.lists import list_answer, list_context
from luheng.workplace.permissions import Act, Reach, may, require
from luheng.workplace.previews.making import preview_of, preview_part
from luheng.workplace.registers import REGISTERS

_CHOICES = 30  # offered at once for binding


@page()
def evidence_list(request: PageRequest) -> HttpResponse:
    """All evidence, and a place to upload many files at once."""
    context = list_context(request, REGISTERS["evidence"])
    context |= {"form": UploadForm(), "may_add": may(request.user, Act.ADD_EVIDENCE)}
    return list_answer(request, "luheng/evidence.html", context)


@page()
def evidence_item(request: PageRequest, pk: int) -> HttpResponse:
    """One piece: what it is, its digests, what it proves, how it looks."""
    found = _evidence(pk)
    may_edit = may(request.user, Act.ADD_EVIDENCE, found) and not found.withdrawn
    return _item_page(request, found, AboutForm(instance=found) if may_edit else None)


def _item_page(
    request: PageRequest, found: Evidence, form: forms.ModelForm | None, status: int = 200
) -> HttpResponse:
    proofs = found.proofs.select_related("clause__document", "bound_by").prefetch_related("subject")
    shown = [
        {
            "proof": proof,
            "address": _address(proof),
            "kind": proof.subject._meta.verbose_name if proof.subject else "",
            "may_unbind": may(request.user, Act.ADD_EVIDENCE, proof.subject),
        }
        for proof in proofs
    ]
    return render(request, "luheng/evidence_item.html", {
        "evidence": found,
        "proofs": shown,
        "preview": preview_of(city_of_site(), found.source),
        "form": form,
        "history": _history(request, found),
    }, status=status)  # fmt: skip


def _history(request: PageRequest, found: Evidence) -> Any:
    """Who changed it and when, newest first; nothing for who may not read histories."""
    if not may(request.user, Act.READ_HISTORY):
        return []
    return found.history.select_related("history_user").all()


def _address(proof: Proof) -> str:
    subject: Any = proof.subject
    return address_of(subject) if subject and kind_of(subject) in PAGES else ""


@page(Act.ADD_EVIDENCE, reach=Reach.OWN_UNIT)
@require_POST
def correct_evidence(request: PageRequest, pk: int) -> HttpResponse:
    """Changes what is said of a piece; the file itself stays."""
    found = _evidence(pk)
    require(request.user, Act.ADD_EVIDENCE, found)
    form = AboutForm(request.POST, instance=_evidence(pk))
    if not form.is_valid():
        return _item_page(request, found, form, status=422)
    changes = {name: form.cleaned_data[name] for name in EDITABLE}
    version = request.POST.get("version", "")
    correct(found, changes, request.user, int(version) if version.isdecimal() else 0)
    messages.success(request, say("已保存", "Saved"), extra_tags="good")
    return redirect("evidence-item", pk=pk)


@page(Act.ADD_EVIDENCE, reach=Reach.OWN_UNIT)
@require_POST
def withdraw_evidence(request: PageRequest, pk: int) -> HttpResponse:
    """Withdraws a piece with its reason."""
    withdraw(_evidence(pk), request.user, request.POST.get("why", ""))
    messages.success(request, say("已撤回，原因和文件留存备查", "Withdrawn; the reason and the file are kept"), extra_tags="good")  # fmt: skip
    return redirect("evidence-item", pk=pk)


@page()
def choose_evidence(request: PageRequest, kind: str, pk: int) -> HttpResponse:
    """Standing evidence by words, to be bound to a subject; without words that bound to nothing yet."""
    subject = find_subject(kind, pk)
    register, words = REGISTERS["evidence"], request.GET.get("q", "").strip()
    address = {"q": [words]} if words else {"bound": ["unbound"]}
    found = register.select(register.query(address)).select_related("unit", "source")
    held = set(Proof.objects.filter(content_type__model=kind, object_id=pk).values_list("evidence", flat=True))  # fmt: skip
    return render(request, "luheng/evidence_choose.html", {
        "subject": subject, "kind": kind, "address": address_of(subject), "q": words,
        "choices": [one for one in found[: _CHOICES + len(held)] if one.pk not in held][:_CHOICES],
        "may_add": may(request.user, Act.ADD_EVIDENCE, subject),
    })  # fmt: skip


@page(Act.ADD_EVIDENCE, reach=Reach.OWN_UNIT)
@require_POST
def bind_evidence(request: PageRequest, kind: str, pk: int) -> HttpResponse:
    """Binds the chosen piece to a subject."""
    subject = find_subject(kind, pk)
    chosen = request.POST.get("evidence", "")
    evidence = get_object_or_404(Evidence, pk=int(chosen) if chosen.isdecimal() else 0)
    bind(evidence, subject, request.user, note=request.POST.get("note", ""))
    messages.success(request, say(f"已关联：{evidence.title}", f"Bound: {evidence.title}"), extra_tags="good")  # fmt: skip
    return redirect(f"{address_of(subject)}#evidence")


@page(Act.ADD_EVIDENCE, reach=Reach.OWN_UNIT)
@require_POST
def unbind_evidence(request: PageRequest, pk: int) -> HttpResponse:
    """Ends one proof, with its reason; the evidence stays."""
    proof = get_object_or_404(Proof.objects.select_related("evidence"), pk=pk)
    unbind(proof, request.user, request.POST.get("why", ""))
    messages.success(request, say("已取消关联，原因留存备查", "No longer bound; the reason is kept"), extra_tags="good")  # fmt: skip
    return redirect("evidence-item", pk=proof.evidence_id)


@page()
def evidence_file(request: PageRequest, pk: int) -> FileResponse:
    """The file as it came, only to be saved: the browser neither shows nor runs it."""
    found = _evidence(pk)
    path = city_of_site().files / found.source.sha256
    if not path.is_file():
        raise LuhengError("file_not_found", file=found.source.name)
    audited_export("evidence", request.user, found.pk, found.source.sha256)
    answer = FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=found.source.name,
        content_type="application/octet-stream",
    )
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


@page()
def evidence_preview(request: PageRequest, pk: int, key: str) -> HttpResponse:
    """A picture of a page or the words of a file, under a policy by which nothing in it can run."""
    content, media_type = preview_part(city_of_site(), _evidence(pk).source, key)
    answer = HttpResponse(content, content_type=media_type)
    answer.headers["Content-Security-Policy"] = (
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
    )
    answer.headers["Cache-Control"] = "private, max-age=86400"
    return answer


def _evidence(pk: int) -> Any:
    found = Evidence.objects.select_related("source", "unit", "uploaded_by")
    return get_object_or_404(found, pk=pk)
