"""Pages: what one costs in CPU time, alone and eight at once, against the floor's page of the same rows."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_plus

from tests.bench.kernel import cpu_seconds
from tests.bench.load import Request, drive, percentile
from tests.bench.place import Place, WebServer
from tests.bench.table import Figure

AT_ONCE = 8
TOKEN = "b" * 32  # a CSRF token that the cookie and the form agree on
MOST_KILOBYTES = 30


@dataclass(frozen=True)
class Seeded:
    """What `seeding` made."""

    contact: int
    company: str
    afterword_session: str
    floor_session: str


@dataclass(frozen=True)
class Page:
    """A page, the floor's page of the same rows, and the goals: times the floor, and statements."""

    name: str
    path: str
    floor_path: str
    goal: float
    most_queries: int
    is_post: bool = False

    def ask_afterword(self, seeded: Seeded) -> Request:
        body = f"&company_name={quote_plus(seeded.company)}&cadence=1" if self.is_post else ""
        return self._ask(self.path, seeded.afterword_session, seeded, body)

    def ask_floor(self, seeded: Seeded) -> Request:
        return self._ask(self.floor_path, seeded.floor_session, seeded)

    def _ask(self, path: str, session: str, seeded: Seeded, more: str = "") -> Request:
        body, expect = "", 200
        if self.is_post:
            common = "name=Dana+Weber+#&email=dana#%40example.com&title=Head+of+Data&notes=Met+at+a+fair"
            body, expect = f"csrfmiddlewaretoken={TOKEN}&{common}{more}", 302
        cookies = f"sessionid={session}; csrftoken={TOKEN}"
        return Request(path.format(contact=seeded.contact), cookies, body, expect)


PAGES = [
    Page("contact list", "/contacts/", "/contacts/", 1.75, 4),
    Page("contact page", "/contacts/{contact}/", "/contacts/{contact}/", 1.2, 6),
    # "What is due" is a list too: its floor is the list's.
    Page("Today", "/", "/contacts/", 2, 6),
    Page("create a contact", "/contacts/new/", "/contacts/new/", 2, 8, is_post=True),
]


@dataclass
class Cost:
    """What was seen of one page over several rounds."""

    cpu_ms: list[float] = field(default_factory=list)
    cpu_ms_at_once: list[float] = field(default_factory=list)
    took_at_once: list[float] = field(default_factory=list)

    @property
    def least_cpu_ms(self) -> float:
        """Of the least disturbed round: a neighbour on the machine makes CPU time dearer, never cheaper."""
        return min(self.cpu_ms)

    def milliseconds(self, percent: float) -> float:
        return percentile(self.took_at_once, percent) * 1000


def measure_pages(
    place: Place, seeded: Seeded, counted: dict[str, dict[str, int]], *, rounds: int, seconds: float
) -> list[Figure]:
    """The figures of every page; `counted` has the queries and bytes of each."""
    figures, postmaster = [], place.postmaster
    afterword, floor = WebServer(place), WebServer(place, "tests.bench.floor:application")
    with afterword, floor:
        for page in PAGES:
            ours = Course(afterword, page.ask_afterword(seeded), postmaster)
            bare = Course(floor, page.ask_floor(seeded), postmaster)
            for course in (ours, bare):
                course.warm_up(min(seconds, 0.5))
            for _round in range(rounds):  # in turn, so that both meet the same neighbours
                ours.run(seconds)
                bare.run(seconds)
            figures += describe(page, ours.cost, bare.cost, counted[page.name])
    return figures


class Course:
    """One request, asked again and again of one server."""

    def __init__(self, server: WebServer, request: Request, postmaster: list[int]) -> None:
        self.server, self.request, self.roots = server, request, [server.pid, *postmaster]
        self.cost = Cost()

    def warm_up(self, seconds: float) -> None:
        """Give every thread its connection, and compile the templates."""
        drive(self.server.port, self.request, at_once=AT_ONCE, seconds=seconds)

    def run(self, seconds: float) -> None:
        cpu_ms, _took = self.measure(1, seconds)
        self.cost.cpu_ms.append(cpu_ms)
        cpu_ms, took = self.measure(AT_ONCE, seconds)
        self.cost.cpu_ms_at_once.append(cpu_ms)
        self.cost.took_at_once += took

    def measure(self, at_once: int, seconds: float) -> tuple[float, list[float]]:
        before = cpu_seconds(self.roots)
        took = drive(self.server.port, self.request, at_once=at_once, seconds=seconds)
        return (cpu_seconds(self.roots) - before) / len(took) * 1000, took


def describe(page: Page, ours: Cost, bare: Cost, counted: dict[str, Any]) -> list[Figure]:
    def at_once(percent: float) -> Figure:
        name = f"{page.name}: p{percent} of {AT_ONCE} at once"
        return Figure(name, ours.milliseconds(percent), "ms", floor=bare.milliseconds(percent))

    figures = [
        Figure(f"{page.name}: CPU", ours.least_cpu_ms, "ms", floor=bare.least_cpu_ms, goal=page.goal),
        at_once(50),
        at_once(99),
        Figure(f"{page.name}: queries", counted["queries"], "", goal=page.most_queries, aims_at_value=True),
    ]
    if not page.is_post:
        kilobytes = counted["bytes"] / 1024
        figures.append(Figure(f"{page.name}: HTML", kilobytes, "KB", goal=MOST_KILOBYTES, aims_at_value=True))
    return figures
