from contacts.models.company import Company, CompanyQuerySet
from contacts.models.contact import CADENCES, Contact, ContactQuerySet
from contacts.models.contact_event import ContactEvent
from contacts.models.distinct_pair import DistinctPair
from contacts.models.do_not_contact import DoNotContact
from contacts.models.interest import Interest
from contacts.models.opening import Opening, OpeningQuerySet
from contacts.models.owned import OwnedQuerySet, name_key
from contacts.models.peer import Peer, PeerQuerySet, Resume
from contacts.models.rejection import Rejection, RejectionQuerySet

__all__ = [
    "CADENCES",
    "Company",
    "CompanyQuerySet",
    "Contact",
    "ContactEvent",
    "ContactQuerySet",
    "DistinctPair",
    "DoNotContact",
    "Interest",
    "Opening",
    "OpeningQuerySet",
    "OwnedQuerySet",
    "Peer",
    "PeerQuerySet",
    "Rejection",
    "RejectionQuerySet",
    "Resume",
    "name_key",
]
