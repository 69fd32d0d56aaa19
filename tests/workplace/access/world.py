"""A small city with one record of every kind for one's own unit and one for another unit."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from tests.workplace.evidence.evidence_files import PDF
from tests.workplace.reading_of import (
    PLAN,
    at,
    bulletin_reading,
    energy,
    figure,
    forest,
    goal,
    park,
    plan_reading,
    river,
    saving,
)

from luheng.documents.model import Finding as ReadFinding
from luheng.documents.model import Reading
from luheng.vocabulary.messages import Message
from luheng.workplace.appraisal import drafting, objections
from luheng.workplace.appraisal.stages import move_appraisal
from luheng.workplace.city import City
from luheng.workplace.comments.speaking import comment
from luheng.workplace.computed.histories import add_days
from luheng.workplace.computed.results import Asked, keep
from luheng.workplace.dossiers.making import make_dossier
from luheng.workplace.dossiers.selection import Selection
from luheng.workplace.evidence.taking import take_evidence
from luheng.workplace.intake import add_file
from luheng.workplace.judging import judge_all
from luheng.workplace.models import (
    ApiToken,
    Appraisal,
    Comment,
    Contribution,
    Delivery,
    Document,
    FieldIdentity,
    Finding,
    Handover,
    Job,
    JobState,
    Meeting,
    Milestone,
    Observation,
    PeriodReport,
    Project,
    ProjectFunding,
    ReadinessItem,
    Reorganisation,
    Return,
    ScorecardSnapshot,
    Share,
    SupervisionOrder,
    Target,
    Task,
    Unit,
    User,
    Verdict,
    WorkItem,
)
from luheng.workplace.organisation.drafting import draft as draft_reorganisation
from luheng.workplace.period_reports.making import file_of as report_file
from luheng.workplace.permissions import OF_ONE_UNIT, RoleName, set_role
from luheng.workplace.project_money import enter_funding
from luheng.workplace.readiness.entering import tell_area
from luheng.workplace.readiness.sets import indicator_set
from luheng.workplace.returns.composing import compose
from luheng.workplace.returns.issuing import issue
from luheng.workplace.sharing.links import make_share
from luheng.workplace.snapshots import take_snapshot
from luheng.workplace.supervision.orders import enter_finding, move_order
from luheng.workplace.tokens import make_token
from luheng.workplace.yearly_work import add_item, begin_year

OWN, OTHER = "市甲局", "市乙局"
SCHEME = """\
zh: 年度考核
en: appraisal of the year
eco_civilisation_share: 22.5
items:
  - {id: targets, zh: 目标, en: targets, rule: verdict_points, points: {met: 1, on_track: 0.8, behind: 0.4, missed: 0}}
  - {id: tasks, zh: 任务, en: tasks, rule: task_points, points: {done: 1, under_way: 0.6, not_reported: 0, overdue: 0}}
  - {id: deduction, zh: 扣分, en: deduction, rule: deduction, cap: 5}
groups:
  - {id: all, zh: 单位, en: units, rest: true, weights: {targets: 50, tasks: 50}}
"""


@dataclass
class World:
    """The city, its people by role, and for every page the record that is one's own and the other."""

    city: City
    people: dict[RoleName | None, Any]
    records: dict[str, tuple[Any, Any]] = field(default_factory=dict)  # kind -> own, other

    def pk(self, kind: str, mine: bool) -> int:
        """The id of a record of a kind, of one's own unit or of the other."""
        return int(self.records[kind][0 if mine else 1].pk)


def build(city: City, folder: Path) -> World:
    """The city with all its records."""
    own, other = (Unit.objects.create(name=name) for name in (OWN, OTHER))
    people = {role: _person(role, own) for role in RoleName}
    office, lead = people[RoleName.PLAN_OFFICE], people[RoleName.UNIT_LEAD]
    theirs = _person(RoleName.UNIT_LEAD, other, "other_lead")
    world = World(city, {**people, None: AnonymousUser()})
    _documents(world, folder, office)
    _work(world, office)
    _money(world, office)
    _evidence(world, folder, lead, theirs)
    _orders(world, office)
    _returns(world, office, (own, other))
    _appraisals(world, office, lead, theirs)
    _made(world, office, theirs)
    world.records["unit"] = (own, other)
    return world


def _person(role: RoleName, own: Unit, name: str = "") -> User:
    user = User.objects.create(username=name or role.value)
    set_role(user, role, own if role in OF_ONE_UNIT else None)
    return user


def _pair(records: Any, **unit: Any) -> tuple[Any, Any]:
    """The record of the own unit and that of the other, in their order."""
    first, second = records
    return first, second


def _documents(world: World, folder: Path, office: User) -> None:
    plan = plan_reading(
        targets=[forest(lead=[OWN]), energy(lead=[OTHER])],
        tasks=[saving(lead=[OWN], support=[]), park(lead=[OTHER])],
        projects=[river(lead=OWN), river(lead=OTHER, no=2, name="第二工程")],
        milestones=[goal(PLAN, "实施节能改造。"), goal(PLAN, "建设绿色园区。")],
        findings=[ReadFinding(message=Message("not_there", {"what": n}), **at(PLAN, "建设绿色园区。")) for n in "12"],
    )  # fmt: skip
    first = _added(world.city, folder, plan_reading(title="旧方案", text=PLAN + "旧")).document
    document = _added(world.city, folder, plan).document
    figures = [figure("森林覆盖率", str(year), "40.1") for year in (2023, 2024)]
    _added(world.city, folder, bulletin_reading("2024", *figures))
    Document.objects.filter(pk=first.pk).update(current=False)
    Document.objects.filter(pk=document.pk).update(replaces=first)
    judge_all()
    kept: dict[str, tuple[Any, Any]] = world.records
    for kind, model in (("target", Target), ("task", Task), ("project", Project),
                        ("milestone", Milestone), ("finding", Finding)):  # fmt: skip
        kept[kind] = _pair(model._default_manager.filter(document=document).order_by("position"))
    kept["observation"] = _pair(Observation.objects.order_by("pk")[:2])
    kept["document"] = (document, document)
    for target in kept["target"]:
        Verdict.objects.filter(target=target).update(code="missed")


def _added(city: City, folder: Path, reading: Reading) -> Any:
    path = folder / reading.file
    path.write_text(reading.text + reading.sha256, encoding="utf-8")
    return add_file(city, path, reader=lambda content, *, name: reading)


def _work(world: World, office: User) -> None:
    year = begin_year(2026, office)
    named = [year.items.get(lead__name=name, task__isnull=False, task__document__current=True) for name in (OWN, OTHER)]  # fmt: skip
    world.records["work"] = (named[0], named[1])
    world.records["worklist"] = (year, year)
    meeting = Meeting.objects.create(held_on=date(2026, 3, 1), title="调度会")
    world.records["meeting"] = (meeting, meeting)
    add_item(meeting, {"text": "议定", "due": date(2026, 9, 30)}, office)
    assert WorkItem.objects.filter(meeting=meeting).exists()


def _money(world: World, office: User) -> None:
    for project in world.records["project"]:
        enter_funding(project, {"year": 2026, "source": "city", "planned_wan_yuan": "100"}, office)
    world.records["funding"] = _pair(ProjectFunding.objects.order_by("project__position"))


def _evidence(world: World, folder: Path, lead: User, theirs: User) -> None:
    pieces = []
    for by, target in zip((lead, theirs), world.records["target"], strict=True):
        path = folder / f"{by.username}.pdf"
        path.write_bytes(PDF + by.username.encode())
        taken = take_evidence(
            world.city, path, name=path.name, by=by, subject=target, visibility="public"
        )
        pieces.append(taken.evidence)
    world.records["evidence"] = (pieces[0], pieces[1])
    world.records["proof"] = tuple(piece.proofs.get() for piece in pieces)  # type: ignore[assignment]


def _orders(world: World, office: User) -> None:
    made = []
    for number, unit in enumerate((OWN, OTHER)):
        given = {
            "source": "督察",
            "finding_no": str(number),
            "quote": f"问题{number}",
            "unit": unit,
        }
        made.append(enter_finding(given, office))
        due = timezone.localdate() + timedelta(days=90)
        move_order(made[-1], "issue", office, due=due)
    drafted = enter_finding({"source": "督察", "finding_no": "9", "quote": "草稿", "unit": OWN}, office)  # fmt: skip
    world.records["order"] = (made[0], made[1])
    world.records["draft"] = (drafted, drafted)
    assert SupervisionOrder.objects.count() >= 3
    Delivery.objects.create(
        user=office, channel="mail", day=timezone.localdate(), subject="提醒", body="提醒",
        not_before=timezone.now(),
    )  # fmt: skip


def _returns(world: World, office: User, units: tuple[Unit, Unit]) -> None:
    form = compose("进展填报表", "yearly", units, office)
    issue(form, "2025", timezone.localdate() + timedelta(days=30), office)
    returns = [Return.objects.get(unit=unit) for unit in units]
    world.records["form"] = (form, form)
    world.records["field"] = tuple(form.fields.filter(unit=unit).first() for unit in units)  # type: ignore[assignment]
    world.records["return"] = (returns[0], returns[1])
    contributed = [
        Contribution.objects.create(row=one.rows.first(), unit=unit)
        for one, unit in zip(returns, units, strict=True)
    ]
    identity = FieldIdentity.objects.create(form=form, kind="shares")
    world.records["contribution"] = (contributed[0], contributed[1])
    world.records["identity"] = (identity, identity)
    world.records["row"] = tuple(one.rows.first() for one in returns)  # type: ignore[assignment]


def _appraisals(world: World, office: User, lead: User, theirs: User) -> None:
    (world.city.folder / "appraisal.yaml").write_text(SCHEME, encoding="utf-8")
    published = drafting.begin_appraisal(world.city, 2024, "已发布", office)
    move_appraisal(published, "announce", office)
    Appraisal.objects.filter(pk=published.pk).update(due=timezone.localdate() - timedelta(days=1))
    published.refresh_from_db()
    for move in ("settle", "publish"):
        move_appraisal(published, move, office)
    announced = drafting.begin_appraisal(world.city, 2025, "公示中", office)
    document = world.records["evidence"][0]
    mark = drafting.enter_mark(
        announced, lead.unit, "deduction", Decimal(1), "迟报", document, office
    )  # type: ignore[arg-type]
    move_appraisal(announced, "announce", office)
    units = (lead.unit, theirs.unit)
    lines = [announced.lines.filter(unit=unit, item="tasks").get() for unit in units]
    raised = objections.object_to(lines[1], "不妥", theirs)
    drafted = drafting.begin_appraisal(world.city, 2026, "草稿", office)
    world.records |= {
        "published": (published, published),
        "appraisal": (announced, drafted),
        "announced": (announced, announced),
        "line": (lines[0], lines[1]),
        "published_line": tuple(published.lines.filter(unit=unit).first() for unit in units),
        "objection": (raised, raised),
        "mark": (mark, mark),
    }  # type: ignore[assignment]


def _made(world: World, office: User, theirs: User) -> None:
    """What was made from the records, and who was let in: reports, results, keys, links, a new name."""
    snapshot = take_snapshot(office, "季度")
    world.records["snapshot"] = (snapshot, snapshot)
    _reports(world, snapshot)
    _results(world, office)
    _keys_and_links(world, office)
    said = comment(world.records["target"][1], "意见", theirs)
    world.records["comment"] = (said, said)
    _renamed(world, office)


def _reports(world: World, snapshot: ScorecardSnapshot) -> None:
    file = {"form": "docx", "language": "zh", "sha256": "a" * 64, "size": 1}
    told = {"languages": ["zh"], "snapshot": snapshot, "files": [file], "state_since": timezone.now()}  # fmt: skip
    report = PeriodReport.objects.create(
        kind="monthly", period="2026-09", title="月报", as_of=date(2026, 9, 30), state="published", **told
    )  # fmt: skip
    opened = PeriodReport.objects.create(
        kind="annual", period="2025", title="年报", as_of=date(2026, 1, 9), state="open", **told
    )
    path = report_file(world.city, file)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"made")
    world.records |= {"period_report": (report, report), "open_report": (opened, opened)}


def _results(world: World, office: User) -> None:
    inputs = {"consumption": "556.2", "base_gdp": "1000", "indices": {"2021": "108", "2022": "103"}}
    kept = keep(Asked("energy.intensity", "2022", "云川市", inputs), office)
    heads = "日期,so2,no2,pm10,co,o3_8h,pm2_5"
    table = f"{heads}\n2025-01-01,5,20,40,0.6,80,20\n".encode()
    days = add_days(world.city, "air.good_days", "云川市", table, "days.csv", office)
    readiness = indicator_set()
    assert readiness is not None
    tell_area(readiness, {"terrain": "hill", "size": "large"}, office)
    item = ReadinessItem.objects.first()
    chosen = Selection(title="资料", start=date(2025, 1, 1), end=date(2025, 12, 31))
    dossier = make_dossier(world.city, chosen, by=office)
    world.records |= {
        "computed": (kept, kept),
        "days": (days, days),
        "readiness_item": (item, item),
    }  # type: ignore[dict-item]
    world.records["dossier"] = (dossier, dossier)


def _keys_and_links(world: World, office: User) -> None:
    world.city.made.mkdir(parents=True, exist_ok=True)
    (world.city.made / "made.txt").write_text("made")
    stranger = User.objects.create(username="stranger")
    world.records["job"] = (_job(stranger), _job(stranger))
    world.records["person"] = (stranger, stranger)
    for role in RoleName:
        make_token("stranger", "of another"), make_token(role.value, "one's own")
    tokens = ApiToken.objects.filter(user=stranger)
    world.records["token"] = (tokens[0], tokens[0])
    subject = ("target", world.pk("target", True), "")
    until = timezone.localdate() + timedelta(days=7)
    shares = [
        make_share(one, *subject, title="一", until=until)[0]
        for one in (office, world.people[RoleName.ADMINISTRATOR])
    ]
    world.records["share"] = (shares[0], shares[1])


def _renamed(world: World, office: User) -> None:
    unit = world.people[RoleName.UNIT_LEAD].unit
    done = draft_reorganisation("rename", [unit], [], date(2026, 1, 1), office, new_name="市甲甲局")
    Reorganisation.objects.filter(pk=done.pk).update(state="carried_out")
    world.records["reorganisation"] = (done, done)
    task = world.records["task"][0]
    Handover.objects.create(
        reorganisation=done, duty="task", label="任务", object_id=task.pk, done=True,
        content_type=ContentType.objects.get_for_model(task), unit=unit, decided_by=office,
    )  # fmt: skip


def _job(by: User) -> Job:
    return Job.objects.create(
        kind="make_report", started_by=by, state=JobState.DONE, result_file="made.txt",
        result_name="made.txt",
    )  # fmt: skip


def own(kind: str, person: User) -> int | None:
    """The id of a record of one's own, of the kinds that are somebody's; None where there is none."""
    if kind == "job":
        return own_job(person).pk
    if kind == "comment":
        return _own_comment(person)
    found = {
        "token": ApiToken.objects.filter(user=person),
        "share": Share.objects.filter(maker=person),
    }[kind].first()
    return found.pk if found else None


def _own_comment(person: User) -> int:
    """A comment of the person's, in whatever role they are."""
    target = Target.objects.exclude(lead=[OTHER]).filter(document__current=True).first()
    said = Comment.objects.filter(by=person).first()
    said = said or Comment.objects.create(subject=target, text="意见", by=person, unit=person.unit, at=timezone.now())  # fmt: skip
    return said.pk


def own_job(person: User) -> Job:
    """A job of one's own."""
    return Job.objects.filter(started_by=person).first() or _job(person)
