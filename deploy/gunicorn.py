"""The web server's settings behind nginx. Threads wait for the database, so a few of them share each process."""

import multiprocessing
import os

bind = os.environ.get("NOC_BIND", "0.0.0.0:8000")
workers = int(os.environ.get("NOC_WEB_PROCESSES", "0")) or min(multiprocessing.cpu_count() + 1, 9)
threads = 4
timeout = 60
graceful_timeout = 30
keepalive = 5
max_requests = 5000
max_requests_jitter = 500
# Memory, not disk: a slow disk must not make a live process look dead.
worker_tmp_dir = "/dev/shm"  # noqa: S108
forwarded_allow_ips = "*"
accesslog = None
errorlog = "-"
control_socket_disable = True
