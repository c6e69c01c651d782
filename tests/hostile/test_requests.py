"""Requests that no browser of ours sends."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from gunicorn.config import Config
from gunicorn.http.errors import ParseException
from gunicorn.http.parser import RequestParser

from crm.models import User
from tests.crm.accounts_cases import EMAIL, add_app, make_owner
from tests.factories import make_user
from tests.running import CODE
from tests.test_strangers import CONVERTERS, OF_ONE_OBJECT

SMUGGLED = b"\r\n0\r\n\r\nGET /evil HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.mark.django_db
@pytest.mark.parametrize("number", [0, 2**31, 2**63, 10**40])
def test_a_number_that_no_row_can_have_is_not_found(client, number):
    client.force_login(make_user())
    names = [name for name in OF_ONE_OBJECT if CONVERTERS[name] == ["pk"]]
    statuses = {name: client.get(reverse(name, args=[number])).status_code for name in names}
    assert set(statuses.values()) <= {404, 405}, statuses


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "PROPFIND", "X" * 200])
def test_a_method_that_nothing_here_has_is_refused(client, method):
    client.force_login(make_user())
    answer = client.generic(method, "/settings/", headers={"x-secret": "zither"})
    assert answer.status_code == 405
    assert "zither" not in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_signing_in_leads_nowhere_else(away):
    User.objects.create_user("tim@example.org", "a quiet desk")
    typed = {"login": "tim@example.org", "password": "a quiet desk", "next": away}
    answer = Client().post(f"/accounts/login/?next={away}", typed)
    assert answer.status_code == 302 and answer.url.startswith("/") and "evil" not in answer.url


@pytest.mark.django_db
def test_a_new_password_by_mail_does_not_pass_the_second_factor_by(mailoutbox):
    add_app(make_owner())
    visitor = Client()
    visitor.post("/accounts/password/reset/", {"email": EMAIL})
    link = re.search(r"http://127.0.0.1:8000(/\S+/key/\S+)", mailoutbox[-1].body)[1]
    form = visitor.get(link, follow=True).redirect_chain[-1][0]
    answer = visitor.post(form, {"password1": "another quiet desk", "password2": "another quiet desk"}, follow=True)
    assert answer.request["PATH_INFO"] == "/accounts/2fa/authenticate/"
    assert visitor.get("/settings/").status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/.git/config",
        "/.env",
        "/static/",
        "/static/css/",
        "/static/../manage.py",
        "/static/%2e%2e/crm/settings.py",
        "/data/secret_key",
        "/static/css/page.css/../../../manage.py",
    ],
)
def test_no_folder_is_listed_and_no_file_but_those_of_the_look_is_served(path):
    make_user()
    assert Client().get(path).status_code in {302, 404}


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Length: 4\r\nTransfer-Encoding: chunked",
        b"Transfer-Encoding: chunked\r\nContent-Length: 4",
        b"Content-Length: 4\r\nContent-Length: 40",
        b"Content-Length: +4",
        b"Content-Length: 4, 40",
        b"Transfer-Encoding: xchunked",
        b"Transfer-Encoding: identity, chunked, identity",
        b"Transfer-Encoding : chunked",
        b"Transfer-Encoding:\x0bchunked",
        b"Content_Length: 4",
        b"X: a\r\n\tb",
        b"X: a\x00b",
    ],
)
def test_no_request_hides_in_another(head):
    """gunicorn, which stands at the very front, either refuses it or sees exactly one request with its whole body."""
    sent = b"POST / HTTP/1.1\r\nHost: x\r\n" + head + b"\r\n\r\n" + SMUGGLED
    try:
        request = next(RequestParser(Config(), iter([sent]), ("127.0.0.1", 1)))
        names = [name for name, _value in request.headers]
    except (ParseException, ValueError):
        return
    assert not {"CONTENT-LENGTH", "TRANSFER-ENCODING"} <= set(names)
    assert "CONTENT_LENGTH" not in names


def test_our_scripts_make_no_markup_out_of_text():
    makes = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|__proto__|setAttribute\(.on"
    )
    for script in (CODE / "static" / "js").glob("*.js"):
        assert not makes.search(script.read_text()), script.name
