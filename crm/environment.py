"""Read the environment: every variable is checked once, and a wrong one stops the start by name."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import gettempdir
from typing import Any
from urllib.parse import unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

# Unix socket paths are limited to 104 bytes on macOS and 108 on Linux.
LONGEST_SOCKET_PATH = 100


def refuse(name: str, value: str, allowed: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{name}={value!r} is not usable: {allowed}.")


def read_text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def read_flag(name: str, default: bool = False) -> bool:
    value = read_text(name, "1" if default else "0").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise refuse(name, value, "allowed are 1 and 0")


def read_number(name: str, default: int, *, lowest: int, highest: int) -> int:
    value = read_text(name, str(default))
    if not value.isdecimal() or not lowest <= int(value) <= highest:
        raise refuse(name, value, f"allowed is a whole number from {lowest} to {highest}")
    return int(value)


def read_choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    value = read_text(name, default).lower()
    if value not in allowed:
        raise refuse(name, value, f"allowed are {', '.join(allowed)}")
    return value


def read_file(name: str) -> str:
    """The path of a file that can be read, or nothing."""
    value = read_text(name)
    if not value:
        return ""
    path = Path(value).expanduser().resolve()
    if not path.is_file() or not os.access(path, os.R_OK):
        raise refuse(name, value, "allowed is the path of a file that can be read")
    return str(path)


def read_address(name: str) -> str:
    """An http address, or nothing. It may hold a secret, so it is not repeated."""
    value = read_text(name)
    try:
        parts = urlsplit(value)
        is_fine = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        is_fine = False
    if value and not is_fine:
        raise ImproperlyConfigured(f"{name} is not usable: allowed is an address that begins with https:// or http://.")
    return value


def read_site_url(default: str) -> str:
    value = read_text("SITE_URL", default).rstrip("/")
    allowed = "allowed is an address such as https://afterword.example, without a path"
    try:
        parts = urlsplit(value)
        port_is_fine = parts.port is None or parts.port > 0
    except ValueError:
        raise refuse("SITE_URL", value, allowed) from None
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query or not port_is_fine:
        raise refuse("SITE_URL", value, allowed)
    return value


def read_data_dir(default: Path) -> Path:
    folder = Path(read_text("DATA_DIR", str(default))).expanduser().resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700) if not any(folder.iterdir()) else None
    except OSError as error:
        why = f"allowed is a folder that can be written to ({error.strerror})"
        raise refuse("DATA_DIR", str(folder), why) from error
    if not os.access(folder, os.W_OK):
        raise refuse("DATA_DIR", str(folder), "allowed is a folder that can be written to")
    return folder


def read_secret_key(data_dir: Path) -> str:
    """The given key, or one made once and kept in the data folder for its owner alone."""
    given = read_text("SECRET_KEY")
    if given:
        if len(given) < 32:
            raise ImproperlyConfigured("SECRET_KEY is not usable: allowed are 32 characters or more.")
        return given
    kept = data_dir / "secret_key"
    if not kept.exists():
        drawn = data_dir / f".secret_key.{os.getpid()}"
        drawn.touch(mode=0o600)
        drawn.write_text(secrets.token_urlsafe(64))
        try:
            os.link(drawn, kept)  # of two first starts, one wins and both read the same key
        except FileExistsError:
            pass
        finally:
            drawn.unlink()
    return kept.read_text().strip()


def read_database(data_dir: Path) -> dict[str, Any]:
    value = read_text("DATABASE_URL", f"sqlite:///{data_dir / 'afterword.sqlite3'}")
    allowed = "allowed are sqlite:///path/to/file and postgres://user:password@host:5432/name"
    scheme = value.partition("://")[0]
    if scheme not in {"sqlite", "postgres", "postgresql"}:
        raise refuse("DATABASE_URL", mask_password(value), allowed)
    try:
        database: dict[str, Any] = dict(environ.Env.db_url_config(value))
    except (ValueError, ImproperlyConfigured) as error:
        raise refuse("DATABASE_URL", mask_password(value), allowed) from error
    if not database.get("NAME"):
        raise refuse("DATABASE_URL", mask_password(value), f"{allowed}; the name is missing")
    return database


def mask_password(address: str) -> str:
    try:
        password = urlsplit(address).password
    except ValueError:
        return "…"
    return address.replace(f":{password}@", ":…@") if password else address


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed over: host and port, how the line is secured, and the login if there is one."""

    host: str
    port: int
    security: str  # "none", "starttls" or "tls"
    user: str = ""
    password: str = ""

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


MAIL_SCHEMES: Mapping[str, tuple[str, int]] = {
    "smtp": ("none", 25),
    "smtp+tls": ("starttls", 587),
    "smtps": ("tls", 465),
    "smtp+ssl": ("tls", 465),
}


def read_mail_server() -> MailServer | None:
    """The server of `EMAIL_URL`, or None where mail is kept in the data folder."""
    return read_server("EMAIL_URL", read_text("EMAIL_URL"), MAIL_SCHEMES)[0]


def read_server(name: str, value: str, schemes: Mapping[str, tuple[str, int]]) -> tuple[MailServer | None, str]:
    """The mail server in the value of a variable, or None, and the path behind it."""
    if not value:
        return None, ""
    allowed = f"allowed are {', '.join(f'{scheme}://user:password@host:port' for scheme in schemes)}"
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError as error:
        raise refuse(name, mask_password(value), allowed) from error
    if parts.scheme not in schemes or not parts.hostname:
        raise refuse(name, mask_password(value), allowed)
    security, usual_port = schemes[parts.scheme]
    server = MailServer(
        host=parts.hostname,
        port=port or usual_port,
        security=security,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )
    return server, unquote(parts.path.strip("/"))


INBOX_SCHEMES: Mapping[str, tuple[str, int]] = {
    "imaps": ("tls", 993),
    "imap+tls": ("starttls", 143),
    "imap": ("none", 143),
}
SHORTEST_WEBHOOK_SECRET = 20


def read_inbox() -> tuple[MailServer | None, str]:
    """The mailbox of `INBOX_URL` and the folder in it, or None."""
    server, folder = read_server("INBOX_URL", read_text("INBOX_URL"), INBOX_SCHEMES)
    return server, folder or "INBOX"


def read_inbox_address(*, is_needed: bool) -> str:
    """The address that users' secret ones are made from: log@host becomes log+SECRET@host."""
    value = read_text("INBOX_ADDRESS")
    local, _at, domain = value.rpartition("@")
    is_fine = bool(local and domain) and not set(value) & set(" +<>,;") and "@" not in local
    allowed = "allowed is one plain address without a plus sign, such as log@afterword.example"
    if value and not is_fine:
        raise refuse("INBOX_ADDRESS", value, allowed)
    if is_needed and not value:
        raise ImproperlyConfigured(f"INBOX_ADDRESS is missing; INBOX_URL and INBOX_WEBHOOK_SECRET need it: {allowed}.")
    return value


def read_webhook_secret() -> str:
    """`name:password` of those who hand mails on, or nothing. It is a secret, so it is not repeated."""
    value = read_text("INBOX_WEBHOOK_SECRET")
    if value and (len(value) < SHORTEST_WEBHOOK_SECRET or ":" not in value):
        raise ImproperlyConfigured(
            "INBOX_WEBHOOK_SECRET is not usable: allowed is name:password, 20 characters or more together."
        )
    return value


def read_redis_url(data_dir: Path) -> tuple[str, bool]:
    """The broker's address, and whether it is the embedded server in the data folder."""
    given = read_text("REDIS_URL")
    if not given:
        return f"redis+socket://{embedded_redis_socket(data_dir)}", True
    if given.partition("://")[0] not in {"redis", "rediss", "redis+socket", "unix"}:
        raise refuse(
            "REDIS_URL", mask_password(given), "allowed are redis://host:6379/0, rediss://… and redis+socket:///path"
        )
    return given.replace("unix://", "redis+socket://", 1), False


def embedded_redis_socket(data_dir: Path) -> Path:
    socket = data_dir / "redis.sock"
    if len(str(socket).encode()) <= LONGEST_SOCKET_PATH:
        return socket
    return Path(gettempdir()) / f"afterword-{sha256(str(data_dir).encode()).hexdigest()[:12]}.sock"
