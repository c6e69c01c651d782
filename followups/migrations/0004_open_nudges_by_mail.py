from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("followups", "0003_answers_and_messages_by_day")]

    operations = [
        migrations.AddIndex(
            model_name="nudge",
            index=models.Index(condition=models.Q(("state", "open")), fields=["mail"], name="open_nudges_by_mail"),
        ),
    ]
