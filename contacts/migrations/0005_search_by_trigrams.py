from django.core.management import CommandError
from django.db import DatabaseError, migrations, transaction

import contacts.search_index

WHAT_TO_DO = (
    "The search needs PostgreSQL's extension pg_trgm, which could not be added to this database (%s). "
    'Have a superuser run "CREATE EXTENSION pg_trgm;" in it once, then try again; nothing was changed. '
    "(On Debian it is in the package postgresql-contrib, in most images and services already there.)"
)


def add_extension(apps, schema_editor):
    """The owner of a database may add it, for it is a trusted one."""
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
        if cursor.fetchone():
            return
        try:
            with transaction.atomic(schema_editor.connection.alias):
                cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        except DatabaseError as error:
            raise CommandError(WHAT_TO_DO % " ".join(str(error).split())) from error


class Migration(migrations.Migration):
    dependencies = [("contacts", "0004_search_text_by_words")]

    operations = [
        migrations.RunPython(add_extension, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="contact",
            constraint=contacts.search_index.TrigramIndex(column="search_text", name="contacts_search"),
        ),
    ]
