"""The floor of sending: `python -m tests.bench.mail_floor FILE DATABASE PORT WHICH OF` sends its share of the messages.

The very messages that Afterword sends, made beforehand, in a raw SMTP loop over one kept connection; with a durable
commit before and after each, as nobody can do with fewer who wants to know after a crash what became of a mail.
"""

import json
import pickle
import smtplib
import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg

SENDER = "afterword@127.0.0.1"


def connect(database: str) -> Callable[[str, int], object]:
    """A function that writes down the state of a mail, and has it on the disk when it returns."""
    if database.startswith("postgres"):
        kept = psycopg.connect(database, autocommit=True)
        return lambda state, pk: kept.execute("UPDATE bench_mail SET state = %s WHERE id = %s", (state, pk))
    lite = sqlite3.connect(database, timeout=30, isolation_level=None)
    lite.execute("PRAGMA journal_mode=WAL")
    lite.execute("PRAGMA synchronous=FULL")
    return lambda state, pk: lite.execute("UPDATE bench_mail SET state = ? WHERE id = ?", (state, pk))


def main() -> None:
    file, database, port, which, of = sys.argv[1:6]
    messages = pickle.loads(Path(file).read_bytes())[int(which) :: int(of)]
    write_down = connect(database)
    print("ready", flush=True)
    sys.stdin.readline()
    before = time.process_time()
    with smtplib.SMTP("127.0.0.1", int(port), local_hostname="localhost") as line:
        for pk, recipient, message in messages:
            write_down("handing", pk)
            line.sendmail(SENDER, [recipient], message)
            write_down("sent", pk)
    print(json.dumps({"mails": len(messages), "cpu_seconds": time.process_time() - before}), flush=True)


if __name__ == "__main__":
    main()
