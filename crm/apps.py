from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class CrmConfig(AppConfig):
    name = "crm"
    verbose_name = "This installation"

    def ready(self) -> None:
        # Not in `crm/__init__.py`: the supervisor and gunicorn's master import from `crm` and need no Celery.
        import crm.accounts.sessions  # listens
        import crm.celery  # makes `shared_task` and `.delay()` find our app
        import crm.factor_events  # listens
        import crm.sign_in_events  # listens
        import crm.statements  # noqa: F401  (listens)


class ShippedFilesConfig(StaticFilesConfig):
    """Static files without those parts of the packages that no page uses: the first start is much shorter."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "*.rtl.*",
        "js-lib-bootstrap5/css/bootstrap.css*",
        "js-lib-bootstrap5/css/bootstrap-*",
        "js-lib-bootstrap5/js/bootstrap.js*",
        "js-lib-bootstrap5/js/bootstrap.min.js*",
        "js-lib-bootstrap5/js/bootstrap.bundle.js*",
        "js-lib-bootstrap5/js/bootstrap.esm*",
        "django_htmx/*-4.*",
        "django_htmx/ext/*",
    ]
