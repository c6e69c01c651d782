"""A year of one job search, told by days ago. Everybody in it is made up.

Robin Adler moves from reporting into data engineering: many applications, twelve companies, fourteen people.
"""

# ruff: noqa: E501 (letters are easier to read in long lines)

from __future__ import annotations

from dataclasses import dataclass

USER_NAME = "Robin Adler"


@dataclass(frozen=True)
class Person:
    name: str
    email: str
    title: str
    company: str
    field: str
    interests: dict[str, str]  # topic: where Robin knows it from
    cadence: int = 1
    notes: str = ""


@dataclass(frozen=True)
class Rejected:
    ago: int
    company: str
    role: str
    stage: str
    person: str = ""
    told_by: str = "email"
    reason: str = ""
    notes: str = ""


@dataclass(frozen=True)
class Step:
    """Something that Robin, or somebody else, did about the person: `what` names the use case."""

    ago: int
    person: str
    what: str  # a key of crm.demo.USE_CASES
    text: str = ""
    kind: str = "check_in"
    url: str = ""
    channel: str = "email"
    days: int = 0  # of a pause, from today
    outcome: str = ""


PEOPLE = [
    Person(
        "Dana Whitfield", "dana.whitfield@zephyr.example", "Head of Data", "Zephyr Cold Chain", "logistics",
        {"cold chain": "the whole second interview", "sailing": "mentioned in the first interview", "hiring juniors": ""},
        notes="Leads a team of six. Asked good questions about how I test pipelines.",
    ),
    Person(
        "Luis Ferrer", "luis.ferrer@zephyr.example", "Engineering Manager, Platform", "Zephyr Cold Chain", "logistics",
        {"observability": "their blog post on silent failures", "bread baking": "small talk before the call"},
        cadence=2,
    ),
    Person(
        "Milo Ivarsson", "milo.ivarsson@fernweh.example", "Head of Analytics", "Fernweh Maps", "mapping",
        {"open street data": "the task was about it", "night trains": "mentioned in the interview"},
    ),
    Person(
        "Noor Haddad", "noor.haddad@fernweh.example", "Talent Partner", "Fernweh Maps", "mapping",
        {"fair interviews": "profile page"}, cadence=6,
    ),
    Person(
        "Priya Raman", "priya@quillworks.example", "CTO", "Quillworks", "publishing",
        {"data contracts": "talk at the spring meet-up", "letterpress": "a print on the wall behind"}, cadence=2,
    ),
    Person(
        "Tom Okafor", "tom.okafor@haldenrail.example", "Senior Recruiter", "Halden Rail", "transport",
        {"punctuality statistics": "laughed about them in the call"}, cadence=3,
    ),
    Person(
        "Elena Petrova", "elena.petrova@lumenatlas.example", "Data Platform Lead", "Lumen Atlas", "energy",
        {"grid forecasting": "the case study", "choir": "rehearsal was after our call"},
        notes="Offered to look at my side project once it runs.",
    ),
    Person(
        "Samuel Brandt", "s.brandt@oakline.example", "Director of Analytics", "Oakline Health", "health care",
        {"privacy by design": "first question of the interview", "trail running": "profile picture"},
    ),
    Person(
        "Ines Carvalho", "ines.carvalho@brightwater.example", "Head of Insight", "Brightwater Utilities", "water",
        {"leak detection": "their open data challenge"},
    ),
    Person(
        "Yuki Tanaka", "yuki@papercrane.example", "Lead Analyst", "Papercrane Games", "games",
        {"player feedback": "interview", "origami": "the company name"},
    ),
    Person(
        "Gareth Lloyd", "gareth.lloyd@saltmarsh.example", "VP Engineering", "Saltmarsh Robotics", "robotics", {},
    ),
    Person(
        "Amara Nwosu", "amara.nwosu@kestrelgrid.example", "Analytics Manager", "Kestrel Grid", "energy",
        {"dashboards people read": "wrote an article about them"}, cadence=3,
    ),
    Person(
        "Felix Gruber", "felix.gruber@tidewise.example", "Recruiter", "Tidewise Analytics", "consulting",
        {"career changers": "was one"}, cadence=3,
    ),
    Person(
        "Hannah Sørensen", "hannah.sorensen@northgate.example", "Head of Digital Services",
        "Northgate Library Network", "libraries",
        {"open data": "the job advert", "crime novels": "asked what I was reading"},
    ),
]  # fmt: skip

REJECTIONS = [
    Rejected(352, "Papercrane Games", "Data analyst", "task", "Yuki Tanaka",
             reason="They went with somebody who had worked on live games before."),
    Rejected(321, "Kestrel Grid", "BI developer", "screening", "Amara Nwosu", told_by="phone"),
    Rejected(284, "Zephyr Cold Chain", "Data engineer", "final", "Dana Whitfield",
             reason="A close call. The other person had run streaming in production."),
    Rejected(262, "Tidewise Analytics", "Junior consultant", "application", "Felix Gruber", told_by="portal"),
    Rejected(241, "Saltmarsh Robotics", "Analytics engineer", "interview", "Gareth Lloyd"),
    Rejected(203, "Quillworks", "Data engineer", "further", "Priya Raman",
             reason="The role was put on hold until next year's budget."),
    Rejected(171, "Brightwater Utilities", "Insight analyst", "interview", "Ines Carvalho"),
    Rejected(148, "Lumen Atlas", "Data platform engineer", "task", "Elena Petrova",
             reason="My solution worked, but I could not say how I would watch over it."),
    Rejected(104, "Stellwerk Systems", "Reporting specialist", "application", told_by="silence",
             notes="Applied through the portal. No name anywhere."),
    Rejected(97, "Oakline Health", "Analytics engineer", "final", "Samuel Brandt",
             reason="They needed somebody with experience in health data from the first day."),
    Rejected(50, "Zephyr Cold Chain", "Platform engineer", "interview", "Luis Ferrer"),
    Rejected(44, "Fernweh Maps", "Data analyst", "application", "Noor Haddad"),
    Rejected(19, "Fernweh Maps", "Analytics engineer", "task", "Milo Ivarsson",
             reason="Another candidate was further along with geodata."),
    Rejected(12, "Halden Rail", "Data engineer", "offer", "Tom Okafor", told_by="phone",
             reason="The offer was withdrawn: a hiring freeze since Monday."),
    Rejected(2, "Northgate Library Network", "Data steward", "further", "Hannah Sørensen",
             reason="It was between two of us, and the other knew the catalogue system."),
]  # fmt: skip

STEPS = [
    # Yuki: it ended well.
    Step(351, "Yuki Tanaka", "asked"),
    Step(346, "Yuki Tanaka", "answered", "Hi Robin, happy to. Your analysis was right, but you told us everything you "
         "had found. One finding with a recommendation would have been stronger than five without. All the best, Yuki"),
    Step(345, "Yuki Tanaka", "thanked"),
    Step(312, "Yuki Tanaka", "wrote", "I rewrote my portfolio piece the way you suggested: one finding, one "
         "recommendation. It is half as long, and people ask better questions now. Thank you again.", channel="linkedin"),
    Step(279, "Yuki Tanaka", "wrote", "This made me think of what you said about listening to players: a studio that "
         "reads every fifth bug report aloud in its Monday meeting.", kind="article",
         url="https://playnotes.example/reading-bug-reports-aloud"),
    Step(246, "Yuki Tanaka", "wrote", "Congratulations on the new release! The tutorial is the first one I did not skip.",
         kind="congratulations"),
    Step(213, "Yuki Tanaka", "put_off"),
    Step(180, "Yuki Tanaka", "wrote", "We finally had that coffee, and talked about everything but work.",
         channel="person", kind="other"),
    Step(120, "Yuki Tanaka", "ended", outcome="friendship"),
    # Amara: never answered, and that is all right.
    Step(320, "Amara Nwosu", "asked"),
    Step(227, "Amara Nwosu", "wrote", "Your article about dashboards that people read is on our office wall by now. The "
         "part on removing charts helped me to win an argument.", kind="check_in"),
    Step(133, "Amara Nwosu", "wrote", "An energy company in Norway publishes its forecast errors every morning. I "
         "thought you might like the way they show them.", kind="article",
         url="https://gridpost.example/forecast-errors-in-public"),
    Step(40, "Amara Nwosu", "wrote", "A short hello. I used your three questions before every new chart this month, and threw two charts away. No need to reply."),
    # Dana: the acquaintance this app is for.
    Step(283, "Dana Whitfield", "asked"),
    Step(281, "Dana Whitfield", "answered", "Robin, thank you for asking so gracefully. It was close. More hands-on "
         "time with streaming would have tipped it: you knew the theory, the other person had been woken up by it at "
         "night. Build something small that runs all the time, and break it. Best, Dana"),
    Step(280, "Dana Whitfield", "thanked"),
    Step(248, "Dana Whitfield", "wrote", "I took your advice: a small stream of harbour temperatures runs on my desk "
         "since Sunday, and I have broken it twice already.", kind="check_in"),
    Step(215, "Dana Whitfield", "wrote", "Sensor drift in reefer containers, with real numbers for once. The second "
         "figure looks like the problem you drew on the whiteboard.", kind="article",
         url="https://coldlogistics.example/sensor-drift-in-reefers"),
    Step(182, "Dana Whitfield", "wrote", "I read that you opened the depot in Gdynia. Congratulations to the whole team!",
         kind="congratulations", url="https://zephyr.example/news/gdynia"),
    Step(149, "Dana Whitfield", "wrote", "My former colleague Mara Lindqvist is looking for a first job in data. Careful "
         "and curious, and I thought of what you said about hiring juniors. May I send you the résumé?",
         kind="referral"),
    Step(116, "Dana Whitfield", "put_off"),
    Step(83, "Dana Whitfield", "wrote", "A month at sea with one battery: how a sailing crew keeps its sensors alive. Two "
         "of your interests in one piece.", kind="article", url="https://slowboats.example/one-battery-a-month"),
    Step(70, "Dana Whitfield", "wrote", "Mara has the contract with you, I hear, and starts next month. That made my week. Thank you.",
         channel="phone"),
    Step(20, "Dana Whitfield", "wrote", "The harbour stream has run for a hundred days without me. I owe that to your answer."),
    Step(181, "Dana Whitfield", "heard", "Thank you, Robin! I have shown it around. Half of the depot's crew has asked who you are."),
    Step(80, "Dana Whitfield", "heard", "My brother sails on that boat. You could not have known; he has it framed now. How is the harbour stream?"),
    # Felix: a quarterly hello to a recruiter.
    Step(262, "Felix Gruber", "not_asked"),
    Step(168, "Felix Gruber", "wrote", "A short hello from a career changer in the making: I passed the exam."),
    Step(75, "Felix Gruber", "wrote", "You asked for stories of people who changed careers. This one is my neighbour's.",
         kind="article", url="https://secondacts.example/from-baker-to-analyst"),
    # Gareth asked to be left alone.
    Step(240, "Gareth Lloyd", "asked"),
    Step(238, "Gareth Lloyd", "answered", "We do not give feedback on interviews. Please do not contact me again."),
    Step(238, "Gareth Lloyd", "thanks_declined"),
    Step(237, "Gareth Lloyd", "stopped"),
    # Priya: every other month.
    Step(202, "Priya Raman", "asked"),
    Step(196, "Priya Raman", "answered", "Honestly? Nothing was missing. The budget was. Keep in touch, I mean it."),
    Step(196, "Priya Raman", "thanked"),
    Step(131, "Priya Raman", "wrote", "Three teams, one schema, no meeting: a report on data contracts after two years.",
         kind="article", url="https://plainschema.example/contracts-after-two-years"),
    Step(41, "Priya Raman", "wrote", "I found a letterpress workshop near the station, with a type case older than the "
         "railway. If you are ever in town on a Thursday, they are open late.", channel="letter"),
    Step(9, "Priya Raman", "heard", "They were open, and I left with a drawer of Baskerville. Thank you. Next year's budget is on the table in January; I will think of you when it is signed."),
    # Ines is on leave.
    Step(170, "Ines Carvalho", "asked"),
    Step(137, "Ines Carvalho", "wrote", "Your leak detection challenge kept me busy for two weekends. My notebook is "
         "public now, in case it helps the next person.", url="https://notebooks.example/robin/leaks"),
    Step(104, "Ines Carvalho", "wrote", "Congratulations on the open data prize! Well deserved.", kind="congratulations"),
    Step(88, "Ines Carvalho", "paused", days=46),
    # Elena: due now.
    Step(147, "Elena Petrova", "asked"),
    Step(141, "Elena Petrova", "answered", "Good code, and a clear write-up. What I missed was how you would know that "
         "it is broken at three in the morning. Alerts, a runbook, anything. Next time, start there."),
    Step(140, "Elena Petrova", "thanked"),
    Step(107, "Elena Petrova", "wrote", "I started with the alert this time. The pipeline came second, and was easier for it."),
    Step(75, "Elena Petrova", "put_off"),
    Step(34, "Elena Petrova", "wrote", "How a small grid operator forecasts cloudy afternoons with a weather camera and "
         "patience.", kind="article", url="https://gridpost.example/cloudy-afternoons"),
    Step(5, "Elena Petrova", "came_of_it", outcome="role_came_up"),
    # Samuel: due now.
    Step(96, "Samuel Brandt", "asked"),
    Step(89, "Samuel Brandt", "answered", "You would have been a good colleague. We needed somebody who had worked "
         "with patient data before; that is the only reason. A course on privacy would close the gap."),
    Step(88, "Samuel Brandt", "thanked"),
    Step(35, "Samuel Brandt", "wrote", "I took the course on privacy that you recommended, and wrote down what surprised "
         "me. The third point is the one we talked about."),
    # Luis, Noor, Milo, Tom.
    Step(49, "Luis Ferrer", "asked"),
    Step(43, "Noor Haddad", "not_asked"),
    Step(18, "Milo Ivarsson", "asked"),
    Step(1, "Milo Ivarsson", "answered", "Hi Robin, sorry for the late reply. Your case study was strong; I missed how "
         "you would measure success. Everything else can be learned on the job. Take care, Milo"),
    Step(11, "Tom Okafor", "asked"),
]  # fmt: skip

# What befell two mails of the year: days ago, the first one sent since then.
REFUSED_SINCE, UNSURE_SINCE = 78, 60
