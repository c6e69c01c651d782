from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class CrmConfig(AppConfig):
    name = "crm"
    verbose_name = "This installation"

    def ready(self) -> None:
        # Not in `crm/__init__.py`: the supervisor and gunicorn's master import from `crm` and need no Celery.
        import crm.celery  # noqa: F401  (makes `shared_task` and `.delay()` find our app)


class ShippedFilesConfig(StaticFilesConfig):
    """Static files without those parts of the packages that no page uses: the first start is several seconds shorter."""

    ignore_patterns = (  # type: ignore[assignment]
        *StaticFilesConfig.ignore_patterns,
        "*.rtl.*",
        "bootstrap-*",
        "bootstrap.esm*",
        "bootstrap.js*",
        "*-4.js",
        "*-4.min.js",
    )
