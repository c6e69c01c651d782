"""The floor: the least Django program that shows the same rows, of the same database, to the same signed-in user.

Sessions, the user, CSRF and a compiled template; no layout, no translations, no messages. Served by gunicorn with
Afterword's own settings. What Afterword costs is told as a multiple of this.
"""

from django.apps import AppConfig
from django.conf import settings

from crm import settings as afterword


class Crm(AppConfig):
    """The tables alone, without what Afterword does when it starts; the same goes for the next two."""

    name = "crm"


class Contacts(AppConfig):
    name = "contacts"


class Followups(AppConfig):
    name = "followups"


settings.configure(
    SECRET_KEY=afterword.SECRET_KEY,
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    USE_I18N=False,
    USE_TZ=True,
    INSTALLED_APPS=[
        f"{__name__}.Crm",
        f"{__name__}.Contacts",
        f"{__name__}.Followups",
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
    ],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    AUTH_USER_MODEL="crm.User",
    AUTHENTICATION_BACKENDS=["django.contrib.auth.backends.ModelBackend"],
    DEFAULT_AUTO_FIELD=afterword.DEFAULT_AUTO_FIELD,
    # The same durability; a connection is kept, which is the least one can do.
    DATABASES={"default": {**afterword.DATABASES["default"], "CONN_MAX_AGE": None}},
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
)

from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()

from django.forms import ModelForm  # noqa: E402
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect  # noqa: E402
from django.template import Context, Engine  # noqa: E402
from django.urls import path  # noqa: E402

from contacts.models import Contact  # noqa: E402
from followups.models import Touchpoint  # noqa: E402

HEAD = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Floor</title>'
    '<link rel="stylesheet" href="/a.css"></head><body><nav><a href="/">Today</a> <a href="/contacts/">People</a></nav>'
    "<main>"
)
FOOT = "</main></body></html>"
LIST = (
    '<table>{% for pk, name, email, title, company in rows %}<tr><td><a href="/contacts/{{ pk }}/">{{ name }}</a></td>'
    "<td>{{ email }}</td><td>{{ title }}</td><td>{{ company }}</td></tr>\n{% endfor %}</table>"
)
ENTRIES = (
    "<h1>{{ contact.1 }}</h1><p>{{ contact.2 }}, {{ contact.3 }}</p><ul>{% for on, kind, text in entries %}"
    "<li><time>{{ on|date:'Y-m-d' }}</time> <b>{{ kind }}</b> {{ text }}</li>\n{% endfor %}</ul>"
)
engine = Engine(libraries={})
list_page = engine.from_string(HEAD + LIST + FOOT)
contact_page = engine.from_string(HEAD + ENTRIES + FOOT)

ROWS = 50


class ContactForm(ModelForm):
    class Meta:
        model = Contact
        fields = ["name", "email", "title", "notes"]


def show_list(request: HttpRequest) -> HttpResponse:
    people = Contact.objects.filter(owner_id=request.user.pk, standing="active").order_by("name_key", "id")
    if after := request.GET.get("after"):
        people = people.filter(name_key__gte=after)
    rows = people.values_list("pk", "name", "email", "title", "company__name")[:ROWS]
    return HttpResponse(list_page.render(Context({"rows": rows})))


def show_contact(request: HttpRequest, pk: int) -> HttpResponse:
    own = Contact.objects.filter(owner_id=request.user.pk, pk=pk)
    contact = own.values_list("pk", "name", "title", "company__name")[0]
    entries = Touchpoint.objects.filter(contact_id=pk).order_by("-on", "-id").values_list("on", "kind", "text")[:ROWS]
    return HttpResponse(contact_page.render(Context({"contact": contact, "entries": entries})))


def create(request: HttpRequest) -> HttpResponse:
    form = ContactForm(request.POST)
    form.instance.owner_id = request.user.pk
    form.instance.added_on = "2026-01-01"
    if not form.is_valid():
        return HttpResponse(status=400)
    return HttpResponseRedirect(f"/contacts/{form.save().pk}/")


urlpatterns = [path("contacts/", show_list), path("contacts/<int:pk>/", show_contact), path("contacts/new/", create)]
