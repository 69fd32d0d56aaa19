"""The audit log holds every change and export, in a chain that shows the first entry that does not fit."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest
from click.testing import CliRunner
from django.core.cache import cache
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils.translation import override
from tests.workplace.conftest import AddReading, person
from tests.workplace.reading_of import forest, plan_reading

import luheng.workplace
from luheng.cli import main
from luheng.documents.model import Task as ReadTask
from luheng.vocabulary.messages import LuhengError
from luheng.workplace import review
from luheng.workplace.audit import audited_export, guards, head, link_waiting, record, verify
from luheng.workplace.audit.hooks import NOT_AUDITED, audited_models
from luheng.workplace.audit.telling import subject_word, told
from luheng.workplace.models import AuditAct, AuditEntry, Target, Unit, User
from luheng.workplace.permissions import RoleName, set_role
from luheng.workplace.publishing import publish
from luheng.workplace.reports.making import snapshot_for_report
from luheng.workplace.tokens import make_token

pytestmark = pytest.mark.django_db
WRITER = """
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "luheng.workplace.settings"
django.setup()
from django.db import connection, transaction
connection.settings_dict["NAME"] = os.environ["TEST_DATABASE"]
from luheng.workplace.audit import audited_export
for turn in range(25):
    with transaction.atomic():
        audited_export("excel", None, str(turn), b"")
"""


def entries(**wanted: object) -> list[AuditEntry]:
    link_waiting()
    return list(AuditEntry.objects.filter(**wanted).order_by("sequence"))


def test_a_correction_writes_one_entry_with_who_and_the_digests(
    add: AddReading, office: User
) -> None:
    add(plan_reading())
    target = Target.objects.first()
    assert target is not None
    review.correct(target, {"value": "43"}, office, version=1)
    review.correct(target, {"value": "44"}, office, version=2)
    one, two = entries(subject_kind="target", act=AuditAct.CHANGE)
    assert (one.actor_id, one.subject_id, one.details["reason"]) == (
        office.pk,
        str(target.pk),
        "correct",
    )
    assert two.before == one.after != two.after


def test_reading_a_plan_writes_one_entry_a_list_and_not_one_a_row(add: AddReading) -> None:
    many = [ReadTask(no=str(n), title="事", text="办", quote="云川市", span=forest().span) for n in range(300)]  # fmt: skip
    before = AuditEntry.objects.count()
    add(plan_reading(tasks=many))
    assert AuditEntry.objects.count() - before < 20
    (bulk,) = entries(subject_kind="task", act=AuditAct.BULK)
    assert bulk.details == {"reason": "reading: added", "count": 300}
    assert re.fullmatch("[0-9a-f]{64}", bulk.after)


def test_what_a_later_reading_takes_away_stands_in_the_log(add: AddReading) -> None:
    from luheng.workplace.recording import record_reading

    document = add(plan_reading()).document
    record_reading(document, plan_reading(tasks=[]))
    (gone,) = [one for one in entries(subject_kind="task") if "removed" in str(one.details)]
    assert gone.details["count"] == 2
    assert not entries(subject_kind="task", act=AuditAct.REMOVE)


def test_sign_ins_failed_ones_and_roles_stand_in_the_log(client: Client) -> None:
    someone = person("someone", RoleName.READER)
    someone.set_password("a-long-passphrase-1")
    someone.save()
    client.post("/sign-in/", {"username": "someone", "password": "wrong"})
    client.post("/sign-in/", {"username": "nobody-here", "password": "wrong"})
    client.post("/sign-in/", {"username": "someone", "password": "a-long-passphrase-1"})
    client.post("/sign-out/")
    set_role(someone, RoleName.AUDITOR)
    failed = entries(act=AuditAct.SIGN_IN_FAILED)
    assert [one.subject_id for one in failed] == [str(someone.pk), ""]
    assert [one.actor_id for one in entries(act=AuditAct.SIGN_IN)] == [someone.pk]
    assert [one.actor_id for one in entries(act=AuditAct.SIGN_OUT)] == [someone.pk]
    assert entries(act=AuditAct.PERMISSION)[-1].details["roles"] == ["auditor"]


def test_no_entry_holds_a_name_of_a_person(add: AddReading, client: Client) -> None:
    office = person("zhang-mou", RoleName.PLAN_OFFICE)
    User.objects.filter(pk=office.pk).update(name="张某")
    add(plan_reading(), by=office)
    client.post("/sign-in/", {"username": "zhang-mou", "password": "wrong"})
    said = json.dumps(list(AuditEntry.objects.values("details", "subject_id")), ensure_ascii=False)
    assert "zhang-mou" not in said and "张某" not in said


def test_every_way_out_of_the_house_is_an_export(
    add: AddReading, client: Client, office: User, tmp_path: Path
) -> None:
    cache.clear()
    add(plan_reading())
    client.force_login(office)
    client.get("/lists/targets/export/?year=2025")
    client.get(f"/reports/{snapshot_for_report(by=office).pk}.docx")
    _, key = make_token("office", "test")
    for _ in range(2):
        client.get("/api/v1/targets", headers={"Authorization": f"Bearer {key}"})
    publish(tmp_path / "public")
    kinds = [one.subject_kind for one in entries(act=AuditAct.EXPORT)]
    assert kinds == ["excel", "report", "api", "public_folder"]  # the same rows again: not again
    excel = entries(subject_kind="excel")[0]
    assert (excel.actor_id, excel.subject_id, excel.details["view"]) == (office.pk, "targets", "year=2025")  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE workplace_auditentry SET details = '{\"a\": 1}' WHERE sequence = 2",
        "UPDATE workplace_auditentry SET sequence = NULL WHERE sequence = 2",
        "DELETE FROM workplace_auditentry WHERE sequence = 2",
    ],
)
def test_the_database_refuses_to_change_an_entry(change: str) -> None:
    _three_entries()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(change)
    assert verify().entries == 3


def test_an_entry_that_waits_can_be_linked_and_nothing_else() -> None:
    record(AuditAct.CREATE, "thing", 1)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.filter(sequence=None).update(subject_id="2")
    assert link_waiting() == 1


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("UPDATE workplace_auditentry SET subject_id = '9' WHERE sequence = 2", "第 2 条"),
        ("UPDATE workplace_auditentry SET after = 'f' WHERE sequence = 1", "第 1 条"),
        ("DELETE FROM workplace_auditentry WHERE sequence = 2", "第 3 条"),
        ("DELETE FROM workplace_auditentry WHERE sequence = 1", "第 2 条"),
    ],
)
def test_what_was_done_behind_the_triggers_is_named(change: str, named: str) -> None:
    _three_entries()
    _behind_the_triggers(change)
    with pytest.raises(LuhengError, match=named):
        verify()


def test_a_head_kept_elsewhere_shows_a_log_cut_off() -> None:
    _three_entries()
    kept = head()
    record(AuditAct.CREATE, "thing", 4)
    assert verify(since_head=kept).entries == 1
    _behind_the_triggers("DELETE FROM workplace_auditentry WHERE sequence >= 3")
    assert verify().entries == 2  # without the kept head nothing shows
    with pytest.raises(LuhengError, match="截断或重写"):
        verify(since_head=kept)


def test_auditors_and_administrators_read_the_log_and_nobody_else(
    client: Client, city: object
) -> None:
    for role in RoleName:
        client.force_login(person(role.value, role, "市林业局"))
        for address in ("/audit/", "/lists/audit/export/", "/api/v1/audit"):
            expected = 200 if role in (RoleName.ADMINISTRATOR, RoleName.AUDITOR) else 403
            assert client.get(address).status_code == expected, (role, address)


def test_an_entry_goes_when_its_transaction_goes(office: User) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        Unit.objects.create(name="市能源局")
        raise RuntimeError
    assert not entries(subject_kind="unit")


def test_what_is_not_audited_is_a_model_and_says_why() -> None:
    names = {model._meta.model_name for model in audited_models()}
    assert {"target", "user", "apitoken", "document", "step"} <= names
    from django.apps import apps

    known = {model._meta.model_name for model in apps.get_app_config("workplace").get_models()}
    assert NOT_AUDITED.keys() <= known and all(NOT_AUDITED.values())


def test_rows_written_in_bulk_with_history_are_always_summed_up() -> None:
    root = Path(luheng.workplace.__file__).parent
    silent = [
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        if "_with_history(" in (text := path.read_text(encoding="utf-8"))
        and "audited_bulk(" not in text
    ]
    assert silent == []


@pytest.mark.django_db(transaction=True)
def test_the_chain_holds_with_several_threads_writing_at_once() -> None:
    """Quickly, what the next test shows of processes."""

    def write() -> None:
        for turn in range(5):
            with transaction.atomic():
                audited_export("excel", None, str(turn), b"")
        connection.close()

    writers = [Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert verify().entries == AuditEntry.objects.count() == 4 * 5
    assert not AuditEntry.objects.filter(sequence=None).exists()


@pytest.mark.slow
@pytest.mark.both_stores
@pytest.mark.django_db(transaction=True)
def test_the_chain_holds_with_several_processes_writing_at_once() -> None:
    environment = os.environ | {"TEST_DATABASE": str(connection.settings_dict["NAME"])}
    environment["PYTHONPATH"] = str(Path(luheng.workplace.__file__).parents[2])
    connection.close()
    command = [sys.executable, "-c", WRITER]
    writers = [subprocess.Popen(command, env=environment) for _ in range(4)]
    assert [writer.wait(timeout=600) for writer in writers] == [0, 0, 0, 0]
    seen = verify()
    assert seen.entries == AuditEntry.objects.count() == 4 * 25
    assert not AuditEntry.objects.filter(sequence=None).exists()


@pytest.mark.slow
def test_the_command_names_the_first_broken_entry(tmp_path: Path) -> None:
    runner, folder = CliRunner(), str(tmp_path / "city")
    run = _in_a_process(["new", folder, "--name", "云川市"])
    assert run.returncode == 0, run.stderr
    kept = _in_a_process(["audit", "head", folder]).stdout.strip()
    whole = _in_a_process(["audit", "verify", folder, "--since-head", kept])
    assert whole.returncode == 0 and kept in whole.stdout
    unknown = _in_a_process(["audit", "verify", folder, "--since-head", "0" * 64, "--json"])
    assert unknown.returncode == 1
    assert json.loads(unknown.stdout)["error"]["code"] == "audit_head_unknown"
    assert runner.invoke(main, ["audit", "--help"]).exit_code == 0


@pytest.mark.slow
@pytest.mark.both_stores
@pytest.mark.django_db(transaction=True)
def test_the_migration_goes_both_ways() -> None:
    call_command("migrate", "workplace", "0003", verbosity=0)
    assert "workplace_auditentry" not in connection.introspection.table_names()
    call_command("migrate", "workplace", verbosity=0)
    _three_entries()
    assert verify().entries == 3


def _three_entries() -> None:
    for number in range(3):
        record(AuditAct.CREATE, "thing", number)
    link_waiting()


def _behind_the_triggers(change: str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        guards.take_down(connection)
        cursor.execute(change)
        guards.put_up(connection)


def _in_a_process(arguments: list[str]):  # type: ignore[no-untyped-def]
    environment = {name: value for name, value in os.environ.items() if name not in ("DJANGO_SETTINGS_MODULE", "DATABASE_URL")}  # fmt: skip
    environment["PYTHONPATH"] = str(Path(luheng.workplace.__file__).parents[2])
    command = [sys.executable, "-c", "from luheng.cli import main; main()", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_the_page_names_every_subject_and_tells_details_in_words() -> None:
    chinese = re.compile(r"[一-鿿]")
    for language, is_chinese in (("zh-hans", True), ("en", False)):
        with override(language):
            words = {one: subject_word(one) for one in names_of_records()}
            assert [
                one for one in words.items() if bool(chinese.search(one[1])) != is_chinese
            ] == []
    with override("zh-hans"):
        assert subject_word("target") == "目标"
        assert subject_word("excel") == "Excel 表格"
        assert told('{"reason": "reading: added", "count": 7}') == "识读新增；7 条"
        assert (
            told('{"change": "add", "roles": ["unit_lead", "auditor"]}')
            == "变动：增加；现有角色：单位负责人、审计"
        )
        assert told('{"fields": ["unit"]}') == "字段：单位"
        assert told("{}") == ""
    with override("en"):
        assert told('{"reason": "return: issued", "count": 2}') == "a return issued; 2 rows"


def names_of_records() -> list[str]:
    """Records that have entries, without the tables between a history and what it names."""
    names = [str(model._meta.model_name) for model in audited_models()]
    return [name for name in names if not name.startswith("historical")]
