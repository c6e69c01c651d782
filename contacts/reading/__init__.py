"""Reads a pasted rejection e-mail, offline: what it finds fills the form, what it is unsure of it leaves empty.

`eml` opens a mail in its raw form, `letter` finds the rejection among forwards and quotes, `signature` and `senders`
tell who wrote it, `phrases` holds the sentences that name a role or a company, `days` reads the day, and `reader`
weighs what they found.
"""

from contacts.reading.eml import UnreadableMail, open_eml
from contacts.reading.letter import Letter, find_letter, read_letters
from contacts.reading.reader import ReadRejection, read_rejection

__all__ = [
    "Letter",
    "ReadRejection",
    "UnreadableMail",
    "find_letter",
    "open_eml",
    "read_letters",
    "read_rejection",
]
