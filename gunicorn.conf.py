"""gunicorn's settings: two processes with four threads each are enough for one machine's users."""

from pathlib import Path

from crm.logs import LOGGING

wsgi_app = "crm.wsgi:application"
worker_class = "gthread"
workers = 2
threads = 4
timeout = 60
graceful_timeout = 5
keepalive = 5
# A worker proves that it is alive by touching a file: in memory, so that a busy disk cannot kill it.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None
control_socket_disable = True
accesslog = None  # crm.logs.log_requests says what is needed, without paths
logconfig_dict = LOGGING
