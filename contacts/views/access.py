"""The one gate: what is not the user's own is not there."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from contacts.models import Company, Contact, Opening, Peer, Rejection
from crm.models import User


def signed_in(request: HttpRequest) -> User:
    return cast(User, request.user)


def get_contact(request: HttpRequest, pk: int) -> Contact:
    people = Contact.objects.select_related("company", "owner")
    contact: Contact = get_object_or_404(people.filter(owner=signed_in(request)), pk=pk)
    return contact


def get_rejection(request: HttpRequest, pk: int) -> Rejection:
    rejections = Rejection.objects.select_related("company", "contact", "owner")
    rejection: Rejection = get_object_or_404(rejections.filter(owner=signed_in(request)), pk=pk)
    return rejection


def get_company(request: HttpRequest, pk: int) -> Company:
    companies = Company.objects.select_related("owner")
    company: Company = get_object_or_404(companies.filter(owner=signed_in(request)), pk=pk)
    return company


def get_opening(request: HttpRequest, pk: int) -> Opening:
    openings = Opening.objects.select_related("company", "owner")
    opening: Opening = get_object_or_404(openings.filter(owner=signed_in(request)), pk=pk)
    return opening


def get_peer(request: HttpRequest, pk: int) -> Peer:
    peers = Peer.objects.select_related("owner")
    peer: Peer = get_object_or_404(peers.filter(owner=signed_in(request)), pk=pk)
    return peer
