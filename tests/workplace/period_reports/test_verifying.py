"""A report in Word is verified number by number: what somebody changed is found and named with its place."""

from __future__ import annotations

import base64
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from tests.workplace.period_reports.conftest import THIS_YEAR
from tests.workplace.period_reports.test_making import content_of
from tests.workplace.set_up_once import set_up_once
from tests.workplace.test_command_line import luheng

from luheng.vocabulary.messages import Language
from luheng.workplace.city import City
from luheng.workplace.dossiers.signing import city_key, fingerprint
from luheng.workplace.judging import judge_all
from luheng.workplace.models import PeriodReport, ScorecardSnapshot, Target, User
from luheng.workplace.period_reports.comparing import compare
from luheng.workplace.period_reports.kinds import KINDS
from luheng.workplace.period_reports.making import make_period_report, replace_word
from luheng.workplace.period_reports.pdf import pdf_of
from luheng.workplace.period_reports.recomputing import facts_of, recompute_in
from luheng.workplace.period_reports.verifying import Verification, verify_word
from luheng.workplace.period_reports.writing import Asked, write
from luheng.workplace.snapshots import take_snapshot

pytestmark = pytest.mark.django_db


@pytest.fixture
@set_up_once
def report(city: City, small: None) -> PeriodReport:
    """A quarterly report of the small city."""
    return make_period_report(city, "quarterly", "2026")


@pytest.fixture
def original(city: City, report: PeriodReport) -> bytes:
    """Its Word file."""
    return content_of(city, report)


def edited(
    content: bytes, change: Callable[[str], str], member: str = "word/document.xml"
) -> bytes:
    """The file with one member changed as somebody would who opens it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == member:
                before = data.decode()
                after = change(before)
                assert after != before, "nothing was changed"
                data = after.encode()
            new.writestr(name, data)
    return out.getvalue()


def replaced(old: str, new: str) -> Callable[[str], str]:
    return lambda xml: xml.replace(old, new, 1)


def codes(found: Verification) -> list[str]:
    return [one.code for one in found.problems]


def test_a_report_as_it_was_made_is_sound_with_and_without_the_city(
    city: City, original: bytes
) -> None:
    alone = verify_word(original)
    assert alone.problems == []
    assert alone.remarks == []
    assert alone.numbers > 80
    assert alone.fingerprint == fingerprint(city_key(city).public_key())
    with_city = verify_word(original, recompute=recompute_in(city))
    assert (with_city.problems, with_city.recomputed) == ([], True)


def test_a_number_edited_in_a_table_is_named_with_its_cell(original: bytes) -> None:
    found = verify_word(edited(original, replaced(">50.0<", ">60.0<")))
    assert codes(found) == ["report_piece_differs"]
    values = found.problems[0].values
    assert (values["found"], values["expected"]) == ("60.0", "50.0")
    assert values["place"]["zh"] == "表“目标判定情况”第2行第3列"


def test_a_number_edited_in_a_sentence_is_named_with_its_paragraph(original: bytes) -> None:
    found = verify_word(edited(original, replaced(">800<", ">880<")))
    assert codes(found) == ["report_piece_differs"]
    assert found.problems[0].values["place"]["zh"] == "“五、重点项目”下第2段"


def test_a_verdict_turned_into_another_word_is_found(original: bytes) -> None:
    found = verify_word(edited(original, replaced("■ 未达标", "● 达标")))
    assert "report_piece_differs" in codes(found)


def test_a_number_typed_by_hand_has_no_source(original: bytes) -> None:
    typed = replaced("逐项列明情况、", "另有４５项正在核实，逐项列明情况、")
    found = verify_word(edited(original, typed))
    assert codes(found) == ["report_number_without_source"]
    assert found.problems[0].values["found"] == "45"
    assert "滞后和未达标目标" in found.problems[0].values["place"]["zh"]
    assert [one.code for one in found.remarks] == ["report_words_changed"]


def test_words_without_numbers_and_dates_may_be_added(original: bytes) -> None:
    said = replaced(
        "逐项列明情况、", "按2026年3月5日会议要求（云政发〔2026〕3号），PM2.5等逐项列明情况、"
    )
    found = verify_word(edited(original, said))
    assert found.sound
    assert [one.code for one in found.remarks] == ["report_words_changed"]


@pytest.mark.parametrize(
    "wrap",
    [
        '<w:p><w:ins w:id="1" w:author="a"><w:r><w:t>77</w:t></w:r></w:ins></w:p>',
        "<w:p><w:r><w:t>7</w:t></w:r><w:r><w:t>7</w:t></w:r></w:p>",
        '<w:p><w:fldSimple w:instr="QUOTE 77"><w:r><w:t>77</w:t></w:r></w:fldSimple></w:p>',
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>77</w:t></w:r></w:p></w:sdtContent></w:sdt>",
        '<w:p><w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent><w:p><w:r>'
        "<w:t>77</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></w:r></w:p>",
    ],
    ids=["tracked insertion", "split over runs", "field", "block control", "text box"],
)
def test_a_typed_number_is_found_wherever_it_hides(original: bytes, wrap: str) -> None:
    found = verify_word(edited(original, replaced("<w:sectPr", f"{wrap}<w:sectPr")))
    assert [one.values["found"] for one in found.problems] == ["77"]


def test_a_program_that_drops_the_tags_of_controls_does_no_harm(original: bytes) -> None:
    def without_tags(xml: str) -> str:
        return re.sub(r'<w:tag w:val="luheng:[^"]*"/>', "", xml)

    headers = [
        name for name in zipfile.ZipFile(io.BytesIO(original)).namelist() if "header" in name
    ]
    content = edited(original, without_tags)
    for name in headers:
        if b"luheng:" in zipfile.ZipFile(io.BytesIO(content)).read(name):
            content = edited(content, without_tags, name)
    found = verify_word(content)
    assert (found.problems, found.numbers) == ([], verify_word(original).numbers)
    wrong = verify_word(edited(content, replaced(">800<", ">880<")))
    assert [one.values["expected"] for one in wrong.problems] == ["800"]


def test_deleted_text_of_tracked_changes_is_not_there(original: bytes) -> None:
    gone = '<w:p><w:del w:id="1" w:author="a"><w:r><w:delText>77</w:delText></w:r></w:del></w:p><w:sectPr'
    assert verify_word(edited(original, replaced("<w:sectPr", gone))).sound


def test_a_number_in_a_header_is_found(original: bytes) -> None:
    header = next(
        name for name in zipfile.ZipFile(io.BytesIO(original)).namelist() if "header" in name
    )
    found = verify_word(edited(original, lambda xml: xml.replace("</w:p>", "<w:r><w:t>12</w:t></w:r></w:p>", 1), header))  # fmt: skip
    assert [(one.values["found"], one.values["place"]["zh"]) for one in found.problems] == [
        ("12", "页眉")
    ]


def test_two_numbers_that_changed_places_are_found(original: bytes) -> None:
    controls = r"<w:sdt>(?:(?!</w:sdt>).)*>{}<(?:(?!</w:sdt>).)*</w:sdt>"

    def swap(xml: str) -> str:
        planned = re.search(controls.format("800"), xml)
        spent = re.search(controls.format("200"), xml)
        assert planned
        assert spent
        held = xml.replace(planned[0], "⟦⟧", 1).replace(spent[0], planned[0], 1)
        return held.replace("⟦⟧", spent[0], 1)

    found = verify_word(edited(original, swap))
    assert "report_piece_moved" in codes(found)


def test_a_paragraph_taken_out_is_a_remark_and_no_problem(original: bytes) -> None:
    document = docx.Document(io.BytesIO(original))
    gone = next(one for one in document.paragraphs if "项目资金计划" in one.text)
    gone._p.getparent().remove(gone._p)
    out = io.BytesIO()
    document.save(out)
    found = verify_word(out.getvalue())
    assert found.sound
    assert [one.code for one in found.remarks] == ["report_pieces_gone"]


def test_a_bar_of_a_chart_that_was_changed_is_named(original: bytes) -> None:
    chart = "word/charts/chart1.xml"
    found = verify_word(edited(original, lambda xml: re.sub(r"(<c:val>.*?<c:v>)1<", r"\g<1>9<", xml, count=1), chart))  # fmt: skip
    assert codes(found) == ["report_chart_differs"]
    assert (found.problems[0].values["found"], found.problems[0].values["expected"]) == ("9", "1")


def test_a_list_of_formulas_that_was_changed_is_not_believed(city: City, original: bytes) -> None:
    def cheat(xml: str) -> str:
        encoded = re.search("<formulas>(.*?)</formulas>", xml)
        assert encoded
        listed = json.loads(base64.b64decode(encoded[1]))
        piece = next(one for one in listed["pieces"].values() if one["text"] == "800")
        piece["text"] = "880"
        return xml.replace(encoded[1], base64.b64encode(json.dumps(listed).encode()).decode())

    member = next(name for name in zipfile.ZipFile(io.BytesIO(original)).namelist() if name.endswith("item9.xml"))  # fmt: skip
    both = edited(edited(original, cheat, member), lambda xml: xml.replace(">800<", ">880<"))
    assert codes(verify_word(both)) == ["report_list_changed"]
    assert "report_formula_differs" in codes(verify_word(both, recompute=recompute_in(city)))


EVERY_KIND = [(kind, language) for kind in KINDS for language in ("zh", "en")]


@pytest.mark.parametrize(("kind", "language"), EVERY_KIND)
def test_one_changed_number_of_any_kind_is_found_and_named(
    city: City, small: None, kind: str, language: Language
) -> None:
    report = make_period_report(city, kind, str(THIS_YEAR), languages=[language])
    original = content_of(city, report, language=language)
    assert verify_word(original, recompute=recompute_in(city)).sound
    for recompute in (None, recompute_in(city)):
        found = verify_word(edited(original, replaced(">50.0<", ">60.0<")), recompute=recompute)
        assert codes(found) == ["report_piece_differs"]
        values = found.problems[0].values
        assert (values["found"], values["expected"]) == ("60.0", "50.0")
        assert values["place"]["zh"] == (
            "表“目标判定情况”第2行第3列" if language == "zh" else "表“Targets by verdict”第2行第3列"
        )


@pytest.mark.parametrize(("kind", "language"), EVERY_KIND)
def test_one_changed_number_of_an_appendix_or_a_pdf_is_named_with_its_place(
    city: City, small: None, kind: str, language: Language
) -> None:
    report = make_period_report(city, kind, str(THIS_YEAR), languages=[language])
    book = openpyxl.load_workbook(io.BytesIO(content_of(city, report, "xlsx", language)))
    sheet = book.worksheets[4]
    assert sheet["F2"].value == 200
    sheet["F2"].value = 210
    saved = io.BytesIO()
    book.save(saved)
    compared = compare(city, saved.getvalue(), "xlsx")
    assert compared
    assert (compared.report, compared.title) == (report, report.titled(language))
    [problem] = compared.problems
    assert (problem.values["found"], problem.values["expected"]) == ("210", "200")
    assert problem.values["place"]["en"] == f"sheet “{sheet.title}”, cell F2"

    Target.objects.filter(indicator="森林覆盖率").update(review="rejected")
    judge_all()
    facts = facts_of(take_snapshot(), None)
    other = pdf_of(write(Asked(kind, str(THIS_YEAR), language), facts), report.as_of)
    compared = compare(city, other, "pdf")
    assert compared
    assert compared.report == report
    page = "第1页" if kind == "monthly" else "第3页"
    counted = [one.values for one in compared.problems if one.values["place"]["zh"] == page]
    assert any("2" in one["expected"] and "1" in one["found"] for one in counted)


def test_a_file_that_is_no_report_is_like_none(city: City, report: PeriodReport) -> None:
    assert compare(city, b"no workbook", "xlsx") is None
    assert compare(city, b"no pdf", "pdf") is None
    empty = io.BytesIO()
    openpyxl.Workbook().save(empty)
    assert compare(city, empty.getvalue(), "xlsx") is None


def test_an_appendix_that_was_only_saved_anew_reads_the_same(
    city: City, report: PeriodReport
) -> None:
    saved = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(content_of(city, report, "xlsx"))).save(saved)
    compared = compare(city, saved.getvalue(), "xlsx")
    assert compared
    assert compared.problems == []


def test_a_report_of_another_key_is_told_from_the_citys_own(original: bytes) -> None:
    assert codes(verify_word(original, "ab" * 32)) == ["report_signed_by_another"]


def test_a_snapshot_that_was_changed_in_the_database_is_found(
    city: City, report: PeriodReport, original: bytes
) -> None:
    contents = report.snapshot.contents
    contents["targets"][0]["verdict"] = "met"
    ScorecardSnapshot.objects.filter(pk=report.snapshot_id).update(contents=contents)
    found = codes(verify_word(original, recompute=recompute_in(city)))
    assert "report_snapshot_changed" in found
    assert "report_formula_differs" in found


def test_files_that_are_no_reports_are_told_so(original: bytes) -> None:
    assert codes(verify_word(b"no word file")) == ["report_unreadable"]
    empty = io.BytesIO()
    docx.Document().save(empty)
    assert codes(verify_word(empty.getvalue())) == ["report_without_list"]


def test_a_word_file_that_people_edited_is_kept_when_its_numbers_hold(
    city: City, report: PeriodReport, original: bytes, office: User
) -> None:
    changed = edited(original, replaced("逐项列明情况、", "逐项列明情况（不含试点）、"))
    assert replace_word(city, report, changed, office) == []
    assert content_of(city, PeriodReport.objects.get(pk=report.pk)) == changed
    wrong = edited(original, replaced(">800<", ">880<"))
    assert [one.code for one in replace_word(city, report, wrong, office)] == [
        "report_piece_differs"
    ]
    assert content_of(city, PeriodReport.objects.get(pk=report.pk)) == changed


def test_the_word_file_of_another_report_is_not_kept(
    city: City, report: PeriodReport, office: User
) -> None:
    other = make_period_report(city, "quarterly", "2025", snapshot=report.snapshot)
    problems = replace_word(city, report, content_of(city, other), office)
    assert [one.code for one in problems] == ["report_is_another"]


def test_luheng_verify_names_the_number_and_fails(tmp_path: Path, original: bytes) -> None:
    whole, wrong = tmp_path / "report.docx", tmp_path / "wrong.docx"
    whole.write_bytes(original)
    wrong.write_bytes(edited(original, replaced(">800<", ">880<")))
    assert "与签名清单一致" in luheng("verify", whole, where=tmp_path)
    said = luheng("verify", wrong, where=tmp_path, code=1)
    assert "“五、重点项目”下第2段：写作“880[" in said
    answered = json.loads(luheng("verify", wrong, "--json", where=tmp_path, code=1))
    assert [one["code"] for one in answered["problems"]] == ["report_piece_differs"]
    assert answered["problems"][0]["expected"] == "800"
