"""Asks this container's web process whether it is ready; the exit status is the answer."""

import os
import sys
from http.client import HTTPConnection, HTTPException


def main() -> int:
    host = os.environ["NOC_HOSTS"].split()[0]
    connection = HTTPConnection("127.0.0.1", 8000, timeout=5)
    try:
        connection.request("GET", "/ready", headers={"Host": host, "X-Forwarded-Proto": "https"})
        return 0 if connection.getresponse().status == 200 else 1
    except (OSError, HTTPException):
        return 1
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
