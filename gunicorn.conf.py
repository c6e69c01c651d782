"""gunicorn's settings: one process of eight threads, and as many more as `--workers` or WEB_CONCURRENCY say."""

from pathlib import Path

from crm.logs import LOGGING

wsgi_app = "crm.wsgi:application"
worker_class = "gthread"
threads = 8
timeout = 60
graceful_timeout = 5
keepalive = 5
# A worker proves that it is alive by touching a file: in memory, so that a busy disk cannot kill it.
memory = Path("/dev/shm")  # noqa: S108
worker_tmp_dir = str(memory) if memory.is_dir() else None
control_socket_disable = True
accesslog = None  # crm.logs.log_requests says what is needed, without paths
logconfig_dict = LOGGING
