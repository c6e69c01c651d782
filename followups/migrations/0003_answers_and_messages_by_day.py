from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0002_value_and_referrals"),
        ("followups", "0002_feeds_ideas_and_letters"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="feedbackrequest",
            index=models.Index(
                condition=models.Q(("answered_on__isnull", False)),
                fields=["owner", "-answered_on"],
                name="feedback_answers_newest_first",
            ),
        ),
        migrations.AddIndex(
            model_name="incomingmessage",
            index=models.Index(fields=["-on"], name="incoming_messages_by_day"),
        ),
    ]
