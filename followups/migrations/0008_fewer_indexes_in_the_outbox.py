import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from followups.models.mail import draw_public_id


class Migration(migrations.Migration):
    """Every change of a mail's state writes into every index of the table: three said what others say as well."""

    dependencies = [("followups", "0007_webhooks_and_pushes")]

    operations = [
        # Taking the index off `owner` takes off every other on that column alone, the rule's too.
        migrations.RemoveConstraint(model_name="nudgemail", name="a_user_has_one_unfinished_nudge_mail"),
        migrations.AlterField(
            model_name="nudgemail",
            name="owner",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="nudge_mails",
                to="crm.user",
            ),
        ),
        migrations.AddConstraint(
            model_name="nudgemail",
            constraint=models.UniqueConstraint(
                condition=Q(state__in=["planned", "claimed", "handing", "held"]),
                fields=["owner"],
                name="a_user_has_one_unfinished_nudge_mail",
            ),
        ),
        migrations.AlterField(
            model_name="nudgemail",
            name="public_id",
            field=models.CharField(default=draw_public_id, max_length=22),
        ),
        migrations.AlterField(
            model_name="nudgemail",
            name="message_id",
            field=models.CharField(max_length=120),
        ),
        migrations.AddConstraint(
            model_name="nudgemail",
            constraint=models.UniqueConstraint(fields=["public_id"], name="a_nudge_mail_has_a_public_id_of_its_own"),
        ),
        migrations.AddConstraint(
            model_name="nudgemail",
            constraint=models.UniqueConstraint(fields=["message_id"], name="a_nudge_mail_has_a_message_id_of_its_own"),
        ),
        migrations.AlterField(
            model_name="statechange",
            name="nudge",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="state_changes",
                to="followups.nudge",
            ),
        ),
        migrations.AlterField(
            model_name="statechange",
            name="mail",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="state_changes",
                to="followups.nudgemail",
            ),
        ),
        migrations.AddIndex(
            model_name="statechange",
            index=models.Index(condition=Q(nudge__isnull=False), fields=["nudge"], name="state_changes_of_a_nudge"),
        ),
        migrations.AddIndex(
            model_name="statechange",
            index=models.Index(condition=Q(mail__isnull=False), fields=["mail"], name="state_changes_of_a_mail"),
        ),
    ]
