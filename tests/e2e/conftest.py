"""A browser for every test: Debian's Chromium where it is installed, else Playwright's own."""

import os
import shutil

import pytest
from playwright.sync_api import expect

# A machine that is busy with other tests is slow, not wrong.
expect.set_options(timeout=20_000)

# Playwright's own loop runs in this thread; Django would refuse the database to it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    chromium = shutil.which("chromium")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    return browser_type_launch_args | ({"executable_path": chromium} if chromium else {}) | {"args": quiet}
