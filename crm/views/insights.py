from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from crm.insights.figures import make_figures
from crm.insights.reading import read_insights
from crm.models import User

MONTHS = [12, 24]


def insights(request: HttpRequest) -> HttpResponse:
    """What the user's own rejections and letters tell; nobody else sees it."""
    months = 24 if request.GET.get("months") == "24" else 12
    found = read_insights(cast(User, request.user), months=months)
    context = {
        "figures": make_figures(found),
        "is_empty": not (found.rejections.in_all or found.replies),
        "months": months,
        "choices": MONTHS,
    }
    return render(request, "crm/insights.html", context)
