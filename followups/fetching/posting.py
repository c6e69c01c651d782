"""Say something to an address that a user gave: judged like what is fetched, and never led on to another."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit

import requests

from followups.fetching.addresses import check_address
from followups.fetching.clock import Clock
from followups.fetching.line import LINE_ERRORS, current_clock, open_session
from followups.fetching.road import Fetched, explain_error, read_answer

# Of an answer no more is read than tells whether it went well.
MOST_OF_AN_ANSWER = 16 * 1024


def post(address: str, body: bytes, *, headers: Mapping[str, str], clock: Clock | None = None) -> Fetched:
    """Post to an address; every answer counts, a redirect too, which is not followed.

    Raises `FetchRefused`, `FetchFailed`. Takes 10 seconds at most.
    """
    if clock is None:
        with Clock() as own:
            return post(address, body, headers=headers, clock=own)
    token = current_clock.set(clock)
    try:
        address = check_address(address)
        with open_session() as session:
            return say(session, address, body, headers, clock)
    finally:
        current_clock.reset(token)


def say(session: requests.Session, address: str, body: bytes, headers: Mapping[str, str], clock: Clock) -> Fetched:
    seconds = clock.remaining()
    try:
        response = session.post(address, data=body, headers=dict(headers), stream=True, timeout=(seconds, seconds))
    except (*LINE_ERRORS, HTTPException) as error:
        raise explain_error(error, clock, urlsplit(address).hostname or "") from error
    with response:
        return read_answer(response, address, address, MOST_OF_AN_ANSWER, clock)


class JudgedRequests:
    """Stands in for `requests` where a library posts by itself (Apprise): the same road, the same judgement.

    It has what such a library needs to post, and no other way out.
    """

    codes = requests.codes
    exceptions = requests.exceptions
    RequestException = requests.RequestException

    def request(self, method: str, url: str, **said: Any) -> requests.Response:
        if method.upper() != "POST":
            raise requests.RequestException("nothing but POST")
        return self.post(url, **said)

    def post(self, url: str, **said: Any) -> requests.Response:
        kept = {name: said[name] for name in ("data", "headers", "auth", "params") if name in said}
        ready = requests.Request("POST", url, **kept).prepare()
        body = ready.body if isinstance(ready.body, bytes) else str(ready.body or "").encode()
        headers = {name: value for name, value in ready.headers.items() if name.lower() != "content-length"}
        return as_response(post(str(ready.url), body, headers=headers))


def as_response(answer: Fetched) -> requests.Response:
    response = requests.Response()
    response.status_code, response.url = answer.status, answer.url
    response._content = answer.body
    return response


def write_json(said: Mapping[str, Any]) -> bytes:
    return json.dumps(said, separators=(",", ":"), sort_keys=True).encode()
