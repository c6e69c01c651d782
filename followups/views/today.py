from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from followups.today import read_today
from followups.views.ways import signed_in


def today(request: HttpRequest) -> HttpResponse:
    return render(request, "followups/today.html", {"today": read_today(signed_in(request))})
