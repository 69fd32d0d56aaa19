"""A reminder has a subject and is told once of each mark."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("workplace", "0019_reminders_know_their_subject"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="content_type",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="contenttypes.contenttype",
            ),
        ),
        migrations.AlterField(
            model_name="notice", name="object_id", field=models.PositiveBigIntegerField()
        ),
        migrations.RemoveField(model_name="notice", name="order"),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                fields=("user", "content_type", "object_id", "due", "mark"),
                name="told_once_of_a_mark",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("due", None)),
                fields=("user", "content_type", "object_id", "mark"),
                name="told_once_of_what_has_no_day",
            ),
        ),
    ]
