"""Every variable is checked when it is read, documented, and refused by name."""

import re
import stat
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from crm import environment

CODE = Path(__file__).resolve().parent.parent.parent
FOR_COMPOSE_ALONE = {"POSTGRES_PASSWORD", "PUBLISH"}


def test_env_example_lists_every_variable_and_no_other() -> None:
    source = "".join(path.read_text() for path in (CODE / "crm").glob("*.py"))
    read = set(re.findall(r'read_(?:text|flag|number|choice|address|file)\(\s*"([A-Z_]+)"', source))
    listed = set(re.findall(r"^([A-Z_]+)=", (CODE / ".env.example").read_text(), re.MULTILINE))
    assert listed - FOR_COMPOSE_ALONE == read


@pytest.mark.parametrize(
    ("name", "value", "read", "allowed"),
    [
        ("DEBUG", "maybe", lambda: environment.read_flag("DEBUG"), "1 and 0"),
        ("PORT", "80000", lambda: environment.read_number("PORT", 8000, lowest=1, highest=65535), "1 to 65535"),
        ("PORT", "http", lambda: environment.read_number("PORT", 8000, lowest=1, highest=65535), "1 to 65535"),
        ("SIGNUP", "ask", lambda: environment.read_choice("SIGNUP", "closed", ("closed", "open")), "closed, open"),
        ("COMMON_PASSWORDS", "/nowhere", lambda: environment.read_file("COMMON_PASSWORDS"), "file that can be read"),
        ("SITE_URL", "afterword.example", lambda: environment.read_site_url("http://x"), "https://afterword.example"),
        ("SITE_URL", "https://a.example/crm", lambda: environment.read_site_url("http://x"), "without a path"),
        ("SITE_URL", "http://[::1", lambda: environment.read_site_url("http://x"), "https://afterword.example"),
        ("DATABASE_URL", "mysql://a@b/c", lambda: environment.read_database(Path("/tmp")), "sqlite:///"),
        ("DATABASE_URL", "postgres:aw", lambda: environment.read_database(Path("/tmp")), "postgres://user"),
        ("DATABASE_URL", "postgres://u@h:5432", lambda: environment.read_database(Path("/tmp")), "name is missing"),
        ("EMAIL_URL", "mail.example:25", environment.read_mail_server, "smtp://user:password@host:port"),
        ("EMAIL_URL", "smtp://", environment.read_mail_server, "smtps://"),
        ("EMAIL_URL", "smtp://h:port", environment.read_mail_server, "smtps://"),
        ("REDIS_URL", "http://h", lambda: environment.read_redis_url(Path("/tmp")), "redis://host:6379/0"),
        ("HEARTBEAT_URL", "ftp://h", lambda: environment.read_address("HEARTBEAT_URL"), "https://"),
        ("SENTRY_DSN", "http://[", lambda: environment.read_address("SENTRY_DSN"), "https://"),
        ("SECRET_KEY", "short", lambda: environment.read_secret_key(Path("/tmp")), "32 characters"),
    ],
)
def test_a_wrong_value_is_refused_by_name_with_what_is_allowed(monkeypatch, name, value, read, allowed) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured) as refused:
        read()
    assert str(refused.value).startswith(name)
    assert allowed in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_refused_address_keeps_its_password_to_itself(monkeypatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://user:hunter2@host/name")
    with pytest.raises(ImproperlyConfigured) as refused:
        environment.read_database(Path("/tmp"))
    assert "hunter2" not in str(refused.value)


def test_a_data_folder_that_is_a_file_is_refused(monkeypatch, tmp_path) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "file" / "data"))
    with pytest.raises(ImproperlyConfigured, match=r"^DATA_DIR=.*can be written to"):
        environment.read_data_dir(tmp_path)


def test_the_key_is_drawn_once_and_for_its_owner_alone(monkeypatch, tmp_path) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    key = environment.read_secret_key(tmp_path)
    assert environment.read_secret_key(tmp_path) == key
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert len(key) >= 50


@pytest.mark.parametrize(
    ("address", "server"),
    [
        ("smtp://mail.example", environment.MailServer("mail.example", 25, "none")),
        ("smtp+tls://a%40b:p%2Fw@mail.example", environment.MailServer("mail.example", 587, "starttls", "a@b", "p/w")),
        ("smtps://u:p@mail.example:4650", environment.MailServer("mail.example", 4650, "tls", "u", "p")),
    ],
)
def test_a_mail_server_is_read_out_of_its_address(monkeypatch, address, server) -> None:
    monkeypatch.setenv("EMAIL_URL", address)
    assert environment.read_mail_server() == server


def test_an_empty_variable_counts_as_not_given(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("EMAIL_URL", "")
    monkeypatch.setenv("REDIS_URL", " ")
    assert environment.read_mail_server() is None
    assert environment.read_redis_url(tmp_path)[1]
