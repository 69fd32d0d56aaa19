"""The order of each reminder becomes its subject, and back."""

from django.db import migrations, models


def subject_from_order(apps, schema_editor):
    """Every reminder there is, is of an order."""
    notice = apps.get_model("workplace", "Notice").objects.using(schema_editor.connection.alias)
    if notice.exists():
        kinds = apps.get_model("contenttypes", "ContentType").objects.using(
            schema_editor.connection.alias
        )
        kind, _ = kinds.get_or_create(app_label="workplace", model="supervisionorder")
        notice.update(content_type=kind, object_id=models.F("order_id"))


def order_from_subject(apps, schema_editor):
    """The order again; reminders of other records go: the earlier release knows none."""
    alias = schema_editor.connection.alias
    notice = apps.get_model("workplace", "Notice").objects.using(alias)
    of_orders = {"content_type__app_label": "workplace", "content_type__model": "supervisionorder"}
    others = list(notice.exclude(**of_orders).values_list("pk", flat=True))
    sent = apps.get_model("workplace", "Delivery").notices.through.objects.using(alias)
    for start in range(0, len(others), 500):
        some = others[start : start + 500]
        sent.filter(notice__in=some).delete()
        notice.filter(pk__in=some).delete()
    notice.update(order_id=models.F("object_id"))


class Migration(migrations.Migration):
    dependencies = [("workplace", "0018_reminders_of_any_record")]

    operations = [migrations.RunPython(subject_from_order, order_from_subject)]
