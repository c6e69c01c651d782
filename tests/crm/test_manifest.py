import pytest
from django.contrib.staticfiles import finders

from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def manifest(client):
    make_user()
    response = client.get("/manifest.webmanifest")
    assert response.headers["Content-Type"] == "application/manifest+json"
    return response.json()


def test_a_phone_can_keep_afterword_without_signing_in(manifest):
    assert (manifest["name"], manifest["start_url"], manifest["display"]) == ("Afterword", "/", "standalone")
    assert {icon["sizes"] for icon in manifest["icons"]} == {"any", "192x192", "512x512"}
    assert "maskable" in {icon.get("purpose") for icon in manifest["icons"]}


def test_its_icons_are_there(manifest):
    for icon in manifest["icons"]:
        assert finders.find(icon["src"].removeprefix("/static/")), icon


def test_pages_are_shared_to_the_form_by_a_request_that_only_shows(manifest):
    target = manifest["share_target"]
    assert (target["action"], target["method"]) == ("/ideas/new/", "GET")
    assert target["params"] == {"title": "title", "text": "text", "url": "url"}


def test_pages_name_it(client):
    make_user()
    assert '<link rel="manifest" href="/manifest.webmanifest">' in client.get("/accounts/login/").content.decode()
