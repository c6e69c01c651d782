from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("followups", "0008_fewer_indexes_in_the_outbox"),
    ]

    operations = [
        migrations.AddField(
            model_name="nudgemail",
            name="unclear_since",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="nudgemail",
            index=models.Index(
                condition=models.Q(("state", "planned"), ("unclear_since__isnull", False)),
                fields=["unclear_since"],
                name="nudge_mails_to_repeat",
            ),
        ),
    ]
