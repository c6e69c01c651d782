from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contacts", "0002_value_and_referrals")]

    operations = [
        migrations.AddIndex(
            model_name="contactevent",
            index=models.Index(condition=models.Q(("kind", "outcome")), fields=["-on"], name="outcomes_by_day"),
        ),
    ]
