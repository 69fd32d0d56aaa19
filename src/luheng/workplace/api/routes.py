"""The addresses of the API. Every register is one: the same words filter it as on its page."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, ValidationError

from luheng.judgement.model import Verdict as VerdictWord
from luheng.vocabulary.messages import LuhengError, Message
from luheng.workplace.api.comments import router as comments_router
from luheng.workplace.api.computed import router as computed_router
from luheng.workplace.api.doors import READERS, WRITERS, declared, person
from luheng.workplace.api.exports import audited, audited_answer
from luheng.workplace.api.orders import router as orders_router
from luheng.workplace.api.returns import router as returns_router
from luheng.workplace.api.schemas import (
    ObservationIn,
    Problem,
    ProgressReport,
    ProgressRow,
    Summary,
    TextOut,
    page_schema,
    row_out,
    row_schema,
)
from luheng.workplace.audit import audited_refusal
from luheng.workplace.judging import judged_together
from luheng.workplace.keeping import kept_until_written
from luheng.workplace.models import Document, Observation, Task, User, Verdict
from luheng.workplace.pages.doors import NOT_THEIRS, check_open
from luheng.workplace.permissions import Act, Reach
from luheng.workplace.progress import enter_observation, report_progress
from luheng.workplace.registers import REGISTERS, Query, Register
from luheng.workplace.scorecard import scorecard

_MOST_AT_ONCE = 1000
_JSON = "application/json; charset=utf-8"
_PROBLEMS = {401: Problem, 403: Problem, 404: Problem, 422: Problem}
_STATUS = dict.fromkeys(NOT_THEIRS, 403)

api = NinjaAPI(
    title="绿衡 Luheng",
    version="1",
    description="城市绿色低碳循环发展方案的目标、任务、项目与数据。The city's targets, tasks, projects and figures.",
    docs_url=None,  # the usual page loads scripts from outside; ours is luheng/api.html
    openapi_url="/openapi.json",
    urls_namespace="api",
)


def _answer(request: HttpRequest, message: Message, status: int) -> HttpResponse:
    return api.create_response(request, message.in_both(), status=status)


@api.exception_handler(LuhengError)
def _refused(request: HttpRequest, problem: LuhengError) -> HttpResponse:
    if problem.message.code in NOT_THEIRS:
        caller = getattr(request, "auth", None)
        audited_refusal(caller if isinstance(caller, User) else None, request.path)
    return _answer(request, problem.message, _STATUS.get(problem.message.code, 422))


@api.exception_handler(Http404)
def _not_there(request: HttpRequest, problem: Http404) -> HttpResponse:
    return _answer(request, Message("not_there", {"what": str(problem)}), 404)


@api.exception_handler(AuthenticationError)
def _not_known(request: HttpRequest, problem: AuthenticationError) -> HttpResponse:
    return _answer(request, Message("token_needed"), 401)


@api.exception_handler(ValidationError)
def _not_valid(request: HttpRequest, problem: ValidationError) -> HttpResponse:
    wrong = "；".join(
        f"{'.'.join(str(part) for part in one['loc'])}: {one['msg']}" for one in problem.errors
    )
    return _answer(request, Message("request_not_valid", {"problem": wrong}), 422)


def _add_register(register: Register) -> None:
    """`GET /{register}` and `GET /{register}/{id}`."""

    schema = page_schema(register)

    def page_json(query: Query) -> str:
        return _page_json(register, schema, query)

    kept_json = kept_until_written(page_json)

    def rows(request: HttpRequest) -> Any:
        caller = person(request, register.reads)
        query = register.query(dict(request.GET.lists()), caller)
        answer = kept_json(query) if query.worth_keeping else page_json(query)
        audited_answer(caller, register.key, query.address(), answer)
        return HttpResponse(answer, content_type=_JSON)

    def row(request: HttpRequest, item_id: int) -> Any:
        caller = person(request, register.reads)
        return audited(caller, f"{register.key}/{item_id}", _one(register, item_id, caller))

    reach = Reach.SEEN if register.of_unit else Reach.EVERY
    options: dict[str, Any] = {"auth": READERS, "tags": [register.key], "by_alias": True}
    api.get(
        f"/{register.key}", response={200: schema, **_PROBLEMS},
        operation_id=f"list_{register.key}", summary=f"{register.zh} {register.en}",
        openapi_extra=declared(register.reads, reach, parameters=_parameters(register)), **options,
    )(rows)  # fmt: skip
    api.get(
        f"/{register.key}/{{item_id}}", response={200: row_schema(register), **_PROBLEMS},
        operation_id=f"get_{register.key}", summary=f"{register.zh}中的一条 one of {register.en}",
        openapi_extra=declared(register.reads, reach), **options,
    )(row)  # fmt: skip


def _add_public(part: Register) -> None:
    """`GET /public/{register}` and `GET /public/{register}/{id}`: for everyone, without a token.

    What everyone may read is no export of the house, so it has no entry in the audit log.
    """
    schema = page_schema(part)

    def page_json(query: Query) -> str:
        return _page_json(part, schema, query)

    kept_json = kept_until_written(page_json)

    def rows(request: HttpRequest) -> Any:
        check_open()
        query = part.query(dict(request.GET.lists()))
        answer = kept_json(query) if query.worth_keeping else page_json(query)
        return HttpResponse(answer, content_type=_JSON)

    def row(request: HttpRequest, item_id: int) -> Any:
        check_open()
        return _one(part, item_id, None)

    problems = {404: Problem, 422: Problem}
    options: dict[str, Any] = {"auth": None, "tags": ["public"], "by_alias": True}
    api.get(
        f"/public/{part.key}", response={200: schema, **problems},
        operation_id=f"list_public_{part.key}", summary=f"{part.zh}的公开部分 public part of {part.en}",
        openapi_extra=declared(part.reads, parameters=_parameters(part)), **options,
    )(rows)  # fmt: skip
    api.get(
        f"/public/{part.key}/{{item_id}}", response={200: row_schema(part), **problems},
        operation_id=f"get_public_{part.key}", summary=f"{part.zh}公开部分中的一条 one of it",
        openapi_extra=declared(part.reads), **options,
    )(row)  # fmt: skip


def _page_json(register: Register, schema: type[Schema], query: Query) -> str:
    page = register.page(query)
    found = {
        "total": page.total, "page": query.page, "page_size": query.page_size,
        "items": [row_out(register, row) for row in page.rows],
    }  # fmt: skip
    return schema.model_validate(found).model_dump_json(by_alias=True)


def _one(register: Register, item_id: int, reader: User | None) -> dict[str, Any]:
    found = register.row(item_id, reader) if item_id < 1 << 62 else None
    if found is None:
        raise Http404(f"{register.key} {item_id}")
    return row_out(register, found)


def _parameters(register: Register) -> list[dict[str, Any]]:
    """Filters as the pages have them: every filtered column, search, order and page."""
    text, whole = {"type": "string"}, {"type": "integer", "minimum": 1, "maximum": 1_000_000}
    named = [(one.key, f"{one.zh} {one.en}", text) for one in register.columns if one.filtered_by]
    fixed = [
        ("q", "搜索 search", text), ("sort", "列名，降序加 - ; column key, - for falling", text),
        ("page", "页 page", whole), ("page_size", "每页条数 rows a page", whole),
    ]  # fmt: skip
    return [
        {"name": name, "in": "query", "required": False, "description": said, "schema": schema}
        for name, said, schema in [*named, *fixed]
    ]


for _register in REGISTERS.values():
    _add_register(_register)
for _register in REGISTERS.values():
    if _register.public_part:
        _add_public(_register.public_part)
api.add_router("", orders_router)
api.add_router("", computed_router)
api.add_router("", returns_router)
api.add_router("", comments_router)


@api.get(
    "/summary",
    auth=READERS,
    summary="城市总体进展",
    response={200: Summary, **_PROBLEMS},
    tags=["summary"],
    openapi_extra=declared(Act.READ),
)
def summary(request: HttpRequest) -> Any:
    """Where the city stands, in numbers and in a sentence."""
    person(request, Act.READ)
    standing = scorecard()
    counts = {word.value: standing.verdicts.get(word.value, 0) for word in VerdictWord}
    return {
        "zh": standing.sentence("zh"), "en": standing.sentence("en"), "verdicts": counts,
        "tasks": standing.tasks, "projects": standing.projects, "waiting": vars(standing.waiting),
    }  # fmt: skip


@api.get("/targets/{item_id}/verdict", auth=READERS, summary="一项目标的判定依据", response={200: dict, **_PROBLEMS}, openapi_extra=declared(Act.READ), tags=["targets"])  # fmt: skip
def verdict(request: HttpRequest, item_id: int) -> Any:
    """The verdict of a target: rule, numbers put in, lineage, and the figures used with their words."""
    caller = person(request, Act.READ)
    found = Verdict.objects.filter(target=item_id).first() if item_id < 1 << 62 else None
    if found is None:
        raise Http404(f"verdict of target {item_id}")
    register = REGISTERS["observations"]
    used = register.rows(found.observations.order_by("period", "pk"))
    return audited(caller, f"targets/{item_id}/verdict", {
        "target": item_id, "code": found.code, "rule": found.rule, "zh": found.reason_zh,
        "en": found.reason_en, "as_of": found.as_of.isoformat(), "numbers": found.numbers,
        "lineage": found.lineage, "observations": [row_out(register, row) for row in used],
    })  # fmt: skip


@api.get("/documents/{item_id}/text", auth=READERS, summary="一份文件的全文", response={200: TextOut, **_PROBLEMS}, openapi_extra=declared(Act.READ), tags=["documents"])  # fmt: skip
def text(request: HttpRequest, item_id: int) -> Any:
    """The text of a document: every quote is a stretch of it."""
    caller = person(request, Act.READ)
    known = Document.objects.select_related("body")
    found = known.filter(pk=item_id, body__isnull=False).first() if item_id < 1 << 62 else None
    if found is None:
        raise Http404(f"document {item_id}")
    body = {"id": found.pk, "title": found.title, "text": found.body.text}
    return audited(caller, f"documents/{item_id}/text", body)


@api.post("/observations", auth=WRITERS, summary="录入数据，全部成功或全部不写", response={200: list[int], **_PROBLEMS}, openapi_extra=declared(Act.ENTER_OBSERVATION), tags=["observations"])  # fmt: skip
def add_observations(request: HttpRequest, payload: list[ObservationIn]) -> Any:
    """Enters figures, all or none; answers with their ids. A figure that is there already stays."""
    caller = person(request, Act.ENTER_OBSERVATION)
    if len(payload) > _MOST_AT_ONCE:
        raise LuhengError("too_many_at_once", most=_MOST_AT_ONCE, count=len(payload))
    entered: list[Observation] = []
    with transaction.atomic(), judged_together():
        entered += [enter_observation(one.dict(), caller) for one in payload]
    return [one.pk for one in entered]


@api.post("/tasks/{item_id}/progress", auth=WRITERS, summary="填报任务进展", response={200: ProgressRow, **_PROBLEMS}, openapi_extra=declared(Act.REPORT_PROGRESS, Reach.OWN_UNIT), tags=["tasks"])  # fmt: skip
def add_progress(request: HttpRequest, item_id: int, payload: ProgressReport) -> Any:
    """Reports how far a task has come; earlier reports stay."""
    task = Task.objects.filter(pk=item_id).first() if item_id < 1 << 62 else None
    if task is None:
        raise Http404(f"task {item_id}")
    caller = person(request, Act.REPORT_PROGRESS, task)
    report = report_progress(task, payload.state, payload.note, caller)
    return {
        "id": report.pk, "task": task.pk, "state": report.state, "note": report.note,
        "reported_at": report.reported_at,
    }  # fmt: skip
