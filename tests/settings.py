"""The settings under test: the shipped ones, with a data folder of their own and nothing of the caller's."""

import os
import tempfile

for name in ("SITE_URL", "EMAIL_URL", "REDIS_URL", "SECRET_KEY", "DEBUG", "HOST", "PORT", "SIGNUP", "INSTANCE_ID"):
    os.environ.pop(name, None)
for name in ("FEEDS_ALLOW_PRIVATE", "COMMON_PASSWORDS", "REQUIRE_SECOND_FACTOR"):
    os.environ.pop(name, None)
# Short: the path of a unix socket has to fit into 100 bytes.
_folder = tempfile.TemporaryDirectory(prefix="aw-", ignore_cleanup_errors=True)
os.environ["DATA_DIR"] = _folder.name

from crm.settings import *  # noqa: E402, F403
from crm.settings import DATA_DIR, DATABASES, STATIC_ROOT, STORAGES  # noqa: E402

# Hashed names want `collectstatic` first, and a live server would not find them.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# Argon2 is slow on purpose.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, because other processes take part in some tests. It does not have to survive a power cut.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
    )
STATIC_ROOT.mkdir(exist_ok=True)
# The live server of browser tests finds stylesheets and scripts where they lie.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
