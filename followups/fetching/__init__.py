"""The one road to the far network: what a user's address leads to is fetched here, and nowhere else."""

from followups.fetching.addresses import check_address, complete_address, mask_address
from followups.fetching.clock import Clock
from followups.fetching.pages import PageTitle, fetch_page_title
from followups.fetching.problems import FetchFailed, FetchProblem, FetchRefused
from followups.fetching.road import Fetched, fetch

__all__ = [
    "Clock",
    "FetchFailed",
    "FetchProblem",
    "FetchRefused",
    "Fetched",
    "PageTitle",
    "check_address",
    "complete_address",
    "fetch",
    "fetch_page_title",
    "mask_address",
]
