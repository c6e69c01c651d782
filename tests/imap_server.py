"""A real mailbox for the tests: Dovecot on loopback, with one user, over TLS, its mails in a folder of its own."""

from __future__ import annotations

import grp
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from uuid import uuid4

import trustme

from tests.running import find_free_port, own_folder, wait_until

NAME, PASSWORD = "robin@example.org", "app password"
CONFIGURATION = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
ssl = required
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
ssl_dh =
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
auth_mechanisms = plain login
disable_plaintext_auth = no
passdb {{
  driver = passwd-file
  args = {folder}/passwd
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home
}}
first_valid_uid = 1
mail_location = maildir:{folder}/mail:LAYOUT=fs
mailbox_list_index = no
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Sent {{
    auto = create
    special_use = \\Sent
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


class ImapServer:
    """`ca` is what a client has to trust."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, find_free_port()
        self.ca = folder / "ca.pem"
        self.write_configuration()
        self.start()

    def write_configuration(self) -> None:
        authority = trustme.CA()
        authority.cert_pem.write_to_path(str(self.ca))
        issued = authority.issue_cert("localhost", "127.0.0.1")
        (self.folder / "cert.pem").write_bytes(b"".join(blob.bytes() for blob in issued.cert_chain_pems))
        (self.folder / "key.pem").write_bytes(issued.private_key_pem.bytes())
        (self.folder / "passwd").write_text(f"{NAME}:{{PLAIN}}{PASSWORD}\n")
        own = pwd.getpwuid(os.geteuid())
        # Dovecot serves no mail as root, and wants users apart; without root all is one user's.
        mail_user, internal, login = ("nobody", "dovecot", "dovenull") if own.pw_uid == 0 else (own.pw_name,) * 3
        mails = pwd.getpwnam(mail_user)
        for name in ("mail", "home", "run"):
            (self.folder / name).mkdir(mode=0o755)
        written = CONFIGURATION.format(
            folder=self.folder,
            port=self.port,
            uid=mails.pw_uid,
            gid=mails.pw_gid,
            internal=internal,
            internal_group=grp.getgrgid(pwd.getpwnam(internal).pw_gid).gr_name,
            login=login,
        )
        (self.folder / "dovecot.conf").write_text(written)
        self.folder.chmod(0o755)
        self.owner = mails if own.pw_uid == 0 else None
        self.hand_over()

    def start(self) -> None:
        command = [shutil.which("dovecot") or "/usr/sbin/dovecot", "-F", "-c", str(self.folder / "dovecot.conf")]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until(self.answers, 10)

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(10)

    def answers(self) -> bool:
        with socket.socket() as line:
            line.settimeout(1)
            return line.connect_ex(("127.0.0.1", self.port)) == 0

    def add(self, *mails: EmailMessage, folder: str = "Sent") -> None:
        """Put mails into a folder, as if they had come in, or been sent, now."""
        self.add_raw([mail.as_bytes() for mail in mails], folder=folder)

    def add_raw(self, mails: Iterable[bytes], *, folder: str = "Sent") -> None:
        place = self.folder / "mail" / ("" if folder == "INBOX" else folder)
        for part in ("cur", "new", "tmp"):
            (place / part).mkdir(parents=True, exist_ok=True)
        for mail in mails:  # by ourselves: the library waits for the disk after each
            (place / "new" / f"{time.time():.6f}.{uuid4().hex}.localhost").write_bytes(mail)
        self.hand_over()

    def move_uid_validity(self, folder: str = "Sent") -> None:
        """As after a mailbox was moved or mended: the UIDs begin anew, and mean something else."""
        for kept in (self.folder / "mail" / folder).glob("dovecot*"):
            kept.unlink()

    def hand_over(self) -> None:
        if self.owner:
            whose = f"{self.owner.pw_uid}:{self.owner.pw_gid}"
            subprocess.run(["chown", "-R", whose, self.folder / "mail", self.folder / "home"], check=True)


@contextmanager
def imap_server() -> Iterator[ImapServer]:
    with own_folder() as folder:
        server = ImapServer(folder)
        try:
            yield server
        finally:
            server.stop()
