"""The API under schemathesis: `python -m tests.hostile.fuzz_api [schemathesis' options]`.

A demo installation of its own is served and asked whatever its description allows, and what it does not. The end is
schemathesis' own: 0 when no answer was a fault of ours, and each was of a status and a shape that is documented.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.running import CODE, MANAGE, Process, ask, clean_environment, find_free_port, wait_until

CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance"
CHECKS += ",response_schema_conformance,unsupported_method"
# The limit of requests would answer nearly everything.
SERVE = """
import sys, django
django.setup()
from crm.api import tokens
tokens.REQUESTS_PER_MINUTE = 10**9
from gunicorn.app.wsgiapp import run
sys.argv = ["gunicorn", "-c", "gunicorn.conf.py", "-b", "127.0.0.1:{port}"]
run()
"""


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="aw-") as folder:
        port = find_free_port()
        address = f"http://127.0.0.1:{port}"
        environment = clean_environment(DATA_DIR=folder, SITE_URL=address, DJANGO_SETTINGS_MODULE="crm.settings")
        for command in (["migrate", "-v0"], ["demo"], ["collectstatic", "--noinput", "-v0"]):
            subprocess.run([*MANAGE, *command], env=environment, cwd=CODE, check=True, stdout=subprocess.DEVNULL)
        made = subprocess.run(
            [*MANAGE, "api_token", "robin.adler@example.org"],
            env=environment,
            cwd=CODE,
            check=True,
            capture_output=True,
            text=True,
        )
        token = made.stdout.split()[-1]
        with Process([sys.executable, "-c", SERVE.format(port=port)], environment) as server:
            wait_until(lambda: ask(f"{address}/api/v1/openapi.json")[0] == 200, 60, lambda: server.log)
            tool = str(Path(sys.executable).parent / "schemathesis")
            asked = [tool, "run", f"{address}/api/v1/openapi.json", "-H", f"Authorization: Bearer {token}"]
            options = ["--checks", CHECKS, "--continue-on-failure", *sys.argv[1:]]
            quiet = {**os.environ, "NO_COLOR": "1"}
            return subprocess.run([*asked, *options], env=quiet, cwd=folder, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
