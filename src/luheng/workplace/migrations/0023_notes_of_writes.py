"""PostgreSQL notes which tables were written (decision 0019)."""

from django.db import migrations

from luheng.workplace.keeping import notes


def begin(apps, schema):
    notes.begin(schema.connection)


def end(apps, schema):
    notes.end(schema.connection)


class Migration(migrations.Migration):

    dependencies = [
        ('workplace', '0022_report_titles_in_english'),
    ]

    operations = [
        migrations.RunPython(begin, end),
    ]
