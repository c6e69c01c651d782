from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def more(request: HttpRequest) -> HttpResponse:
    """The places for which a phone's bar has no room."""
    return render(request, "crm/more.html")
