"""What makes two entries the same article: the address, without what only tracks its reader."""

from __future__ import annotations

from hashlib import sha256
from urllib.parse import urlsplit

# By these parameters campaigns, mails and social networks tell their readers apart.
TRACKING_STARTS = (
    "utm_",
    "mtm_",
    "pk_",
    "hsa_",
    "_hs",
    "mc_",
    "vero_",
    "oly_",
    "wt_",
    "ns_",
    "at_",
    "fb_",
    "guce_",
    "__",
)
TRACKING_NAMES = {
    *("fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid", "li_fat_id"),
    *("igshid", "igsh", "mkt_tok", "cmp", "cmpid", "ito", "ncid", "xtor", "spm", "srsltid", "guccounter", "s_cid"),
    *("sc_campaign", "sc_channel", "trk", "_ga", "_gl", "rss", "ref_src", "ref_url"),
}
DEFAULT_PORTS = {"http": 80, "https": 443}


def write_article_key(url: str) -> str:
    """The `Article.key` of an address, as 64 hex digits."""
    return sha256(normalise(url).encode("utf-8", "replace")).hexdigest()


def normalise(url: str) -> str:
    """One spelling for what leads to one page. It is a name for it, not an address to be fetched."""
    try:
        parts = urlsplit(url)
        port = "" if parts.port in {None, DEFAULT_PORTS.get(parts.scheme)} else f":{parts.port}"
    except ValueError:
        return url
    host = (parts.hostname or "").rstrip(".")
    query = "&".join(part for part in parts.query.split("&") if part and not is_tracking(part))
    return f"//{host}{port}{parts.path.rstrip('/')}{'?' if query else ''}{query}"


def is_tracking(parameter: str) -> bool:
    name = parameter.partition("=")[0].lower()
    return name in TRACKING_NAMES or name.startswith(TRACKING_STARTS)
