"""Going from page to page in a browser."""

from playwright.sync_api import Locator


def follow(target: Locator) -> None:
    """Click, and wait for the page it leads to: without it, what comes next may still meet the page that is left."""
    with target.page.expect_navigation():
        target.click()
