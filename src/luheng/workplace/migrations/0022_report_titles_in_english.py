"""Reports get a title in each language; those made before get what they are called in the other."""

from django.db import migrations, models

from luheng.vocabulary.periods import Period

_CALLED = {
    "monthly": ("绿色低碳循环发展工作月报", "Monthly bulletin on green, low-carbon and circular development"),
    "quarterly": ("绿色低碳循环发展季度报告", "Quarterly report on green, low-carbon and circular development"),
    "annual": ("度绿色低碳循环发展报告", "Annual report on green, low-carbon and circular development"),
    "self_assessment": ("生态文明建设自评报告", "Self-assessment of eco-civilisation"),
}  # fmt: skip
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December")  # fmt: skip
_QUARTERS = {3: ("一", "first"), 6: ("二", "second"), 9: ("三", "third"), 12: ("四", "fourth")}


def title_in_each_language(apps, schema_editor):
    """Titles follow from kind, period and the city as it was frozen."""
    reports = apps.get_model("workplace", "PeriodReport").objects.using(schema_editor.connection.alias)
    for pk, kind, period, languages, snapshot in reports.values_list(
        "pk", "kind", "period", "languages", "snapshot__contents"
    ):
        city = snapshot.get("city", {})
        name, (zh, en), (when, when_en) = city.get("name", ""), _CALLED[kind], _said(period)
        titles = {"title_en": f"{en} in {city.get('name_en') or name}, {when_en}"}
        if languages[:1] == ["en"]:  # its only title was in English
            titles["title"] = f"{name}{when}{zh}"
        reports.filter(pk=pk).update(**titles)


def _said(code):
    period = Period.parse(code)
    (last_year, last), (year, first) = period.last, period.first
    if year != last_year:
        return f"{year}—{last_year}年", f"{year}–{last_year}"
    if period.is_year:
        return f"{year}年", str(year)
    if first == last:
        return f"{year}年{last}月", f"{_MONTHS[last - 1]} {year}"
    if last - first == 2 and last in _QUARTERS:
        zh, en = _QUARTERS[last]
        return f"{year}年第{zh}季度", f"{en} quarter of {year}"
    return f"{year}年{first}—{last}月", f"{_MONTHS[first - 1]}–{_MONTHS[last - 1]} {year}"


class Migration(migrations.Migration):
    dependencies = [("workplace", "0021_days")]

    operations = [
        migrations.AddField(
            model_name="historicalperiodreport",
            name="title_en",
            field=models.CharField(blank=True, max_length=200, verbose_name="英文名称"),
        ),
        migrations.AddField(
            model_name="periodreport",
            name="title_en",
            field=models.CharField(blank=True, max_length=200, verbose_name="英文名称"),
        ),
        migrations.RunPython(title_in_each_language, migrations.RunPython.noop),
    ]
