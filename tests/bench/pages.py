"""Pages: what one costs in CPU time, alone and eight at once, against the floor's page of the same rows."""

from dataclasses import asdict, dataclass, field
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
    middle: str  # a position in the middle of the list
    middle_key: str
    rare: str  # what one contact alone has
    afterword_session: str
    floor_session: str


@dataclass(frozen=True)
class Page:
    """A page, the floor's page of the same rows, and the goals: times the floor or milliseconds, and statements."""

    name: str
    path: str
    floor_path: str
    most_floors: float | None = None
    most_queries: int | None = None
    is_search: bool = False
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
        words = {name: quote_plus(str(value)) for name, value in asdict(seeded).items()}
        return Request(path.format(**words), cookies, body, expect)


LIST, MIDDLE = "/contacts/", "/contacts/?after={middle_key}"
PAGES = [
    Page("contact list", "/contacts/", LIST, 1.75, 4),
    Page("contact list, middle", "/contacts/?after={middle}", MIDDLE, 1.75, 4),
    Page("contact page", "/contacts/{contact}/", "/contacts/{contact}/", 1.5, 6),
    # "What is due" is a list too, and so is what was found: their floor is the list's.
    Page("Today", "/", LIST, 2, 6),
    Page("search, common", "/contacts/?q=hoffberg", LIST, most_queries=4, is_search=True),  # one of a hundred
    Page("search, rare", "/contacts/?q={rare}", LIST, most_queries=4, is_search=True),
    Page("search, miss", "/contacts/?q=zzzqq", LIST, most_queries=5, is_search=True),  # asks whether there is anybody
    Page("search, 2 letters", "/contacts/?q=ho", LIST, most_queries=4, is_search=True),  # one of six
    Page("create a contact", "/contacts/new/", "/contacts/new/", 2, 8, is_post=True),
]
# CPU milliseconds of a search, by the contacts that are searched.
MOST_SEARCHING = ((100_000, 12), (1_000_000, 45))
MOST_GROWTH = 1.15  # of a page from the fewest contacts to the most
MOST_GROWTH_OF_NOTHING_FOUND = 1.3
GROWING = {"search, rare": MOST_GROWTH_OF_NOTHING_FOUND, "search, miss": MOST_GROWTH_OF_NOTHING_FOUND}
MOST_TAIL = 2  # p99 in p50s


@dataclass
class Cost:
    """What was seen of one page over several rounds."""

    cpu_ms: list[float] = field(default_factory=list)
    cpu_ms_at_once: list[float] = field(default_factory=list)
    took_at_once: list[float] = field(default_factory=list)

    @property
    def least_cpu_ms(self) -> float:
        """Of the least disturbed round: a neighbour on the machine makes CPU time dearer, never cheaper."""
        # One in which a process of the database ended, such as autovacuum's, may have lost more than it used.
        return min([each for each in self.cpu_ms if each > 0], default=0)

    def milliseconds(self, percent: float) -> float:
        return percentile(self.took_at_once, percent) * 1000


def measure_pages(
    place: Place, many: int, seeded: Seeded, counted: dict[str, dict[str, int]], *, rounds: int, seconds: float
) -> list[Figure]:
    """The figures of every page for a user with that many contacts; `counted` has the queries and bytes of each."""
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
            figures += describe(page, many, ours.cost, bare.cost, counted[page.name])
    return figures


def measure_growth(sizes: list[int], figures: list[Figure]) -> list[Figure]:
    """How much dearer each page is with the most contacts than with the fewest, both as multiples of the floor.

    Of the floor, because the runs are minutes apart, and their neighbours others.
    """
    ratios = {figure.name: figure.ratio or 0 for figure in figures}
    grown = []
    for page in PAGES:
        fewest, most = (ratios[name_cpu(page, many)] for many in (sizes[0], sizes[-1]))
        goal = None if page.is_search and page.name not in GROWING else GROWING.get(page.name, MOST_GROWTH)
        name = f"{page.name}: growth from {sizes[0]:,} to {sizes[-1]:,}"
        grown.append(Figure(name, most, "floors", floor=fewest, goal=goal))
    return grown


def name_cpu(page: Page, many: int) -> str:
    return f"{page.name} of {many:,}: CPU"


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


def describe(page: Page, many: int, ours: Cost, bare: Cost, counted: dict[str, Any]) -> list[Figure]:
    name = f"{page.name} of {many:,}"
    fast, slow = ours.milliseconds(50), ours.milliseconds(99)
    figures = [
        describe_cpu(page, many, ours, bare),
        Figure(f"{name}: p50 of {AT_ONCE} at once", fast, "ms", floor=bare.milliseconds(50)),
        Figure(f"{name}: p99 of {AT_ONCE} at once", slow, "ms", floor=bare.milliseconds(99)),
        Figure(f"{name}: p99 in p50s", slow / fast, "", goal=MOST_TAIL, aims_at_value=True),
        Figure(f"{name}: queries", counted["queries"], "", goal=page.most_queries, aims_at_value=True),
    ]
    if not page.is_post:
        kilobytes = counted["bytes"] / 1024
        figures.append(Figure(f"{name}: HTML", kilobytes, "KB", goal=MOST_KILOBYTES, aims_at_value=True))
    return figures


def describe_cpu(page: Page, many: int, ours: Cost, bare: Cost) -> Figure:
    goal = page.most_floors
    if page.is_search:
        goal = next((most for contacts, most in MOST_SEARCHING if many <= contacts), None)
    return Figure(
        name_cpu(page, many), ours.least_cpu_ms, "ms", floor=bare.least_cpu_ms, goal=goal, aims_at_value=page.is_search
    )
