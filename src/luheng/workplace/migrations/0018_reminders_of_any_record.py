"""Reminders are of any record that waits: the order of a reminder becomes its subject.

Columns first, then rows (0019), then the limits (0020): PostgreSQL alters no table whose rows the same
transaction has written.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("workplace", "0017_readiness"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="notice", name="told_once_of_a_mark"),
        migrations.AlterField(
            model_name="notice",
            name="order",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notices",
                to="workplace.supervisionorder",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="content_type",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="contenttypes.contenttype",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="object_id",
            field=models.PositiveBigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="notice",
            name="settled_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="已了结"),
        ),
        migrations.AlterField(
            model_name="notice", name="mark", field=models.CharField(max_length=40)
        ),
    ]
