"""A reader of a Sent folder that kills itself with SIGKILL in the middle of a batch:
`python -m tests.followups.mailbox.dying_reader FOLDER_ID LETTERS`, after so many letters."""

import os
import signal
import sys

import django


def main() -> None:
    django.setup()
    from django.utils import timezone

    from followups.mailbox import folders, sent_folder

    take, seen = sent_folder.take_sent, []

    def take_and_die(*args: object) -> int:
        seen.append(1)
        if len(seen) > int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)
        return take(*args)  # type: ignore[arg-type]

    folders.HEADERS_AT_ONCE = 2
    sent_folder.take_sent = take_and_die  # type: ignore[assignment]
    sent_folder.read_sent_folder(int(sys.argv[1]), timezone.now())


if __name__ == "__main__":
    main()
