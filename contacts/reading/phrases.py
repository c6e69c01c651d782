"""The sentences in which rejections name the role and the company: one readable table.

A pattern may hold {role} and {company}. Its weight says how far to trust it; the examples under each are what the tests
are made from, so that a changed pattern has to keep them. Another language is more rows.
"""

import re
from dataclasses import dataclass, field

# Bounded and without nesting, so that reading stays linear in the length of the mail.
_ROLE = r"[\"“”„‘'«*]?(?P<role>(?:[^\n.!?;:“”\"„]|\.(?=\w)|(?<=\b[SJ]r)\.){2,90}?)[\"“”»*]?"
_WORD = r"[A-Z0-9ÄÖÜÉ][\w’'&+-]*(?:\.[\w]{2,})*"
_COMPANY = (
    rf"[\"“„]?(?P<company>(?-i:(?:[Tt]he\s)?{_WORD}(?:\s(?:(?:of|and|und|für|de|du|&|\+|the)\s){{0,2}}{_WORD}){{0,5}}"
    r"(?:\s&\sCo\.?(?:\sKG)?)?))"
)
_PAUSE = r"[.;:!?()\[\]|\n”\"»–—]|$"
# Where a company's name ends: what follows is the sentence again.
_END = (
    rf"(?=\s*(?:{_PAUSE}|,|\s-\s|\s(?:and|but|for|in|on|with|we|as|which|after|has|have|is|was|und|zu|für|vom|am|haben|"
    r"ist|entschieden)\b))"
)
# A role may hold commas and *and* (Head of Research and Development); the sentence after it may not come along.
_STOP = (
    rf"(?=\s*(?:{_PAUSE}|,?\s(?:at|with|here|but|we|which|has|have|had|is|was|bei|haben|ist|entschieden|vom|wir)\b"
    r"|,?\s(?:and|und)\s(?:for|your|the|that|taking|sharing|we|I|ihr|das|für|die)\b|,\s(?:and|the|for|your|I|as|in)\b"
    r"|\s(?:(?:as|in)\s(?:our|the|your)|to\s(?:an?|another|someone)|any|further|because|since|after|going|gone|today)\b))"
)
_FRAGMENTS = {
    "role": _ROLE,
    "company": _COMPANY,
    "end": _END,
    "stop": _STOP,
    "position": r"(?:position|role|job|opening|vacancy|opportunity|post|seat)",
    # A role in capitals, as it stands in a sentence without *position*; its last word has to sound like one.
    "titled": (r"(?P<role>(?-i:[A-Z][\w&/+.-]{0,30}(?:,?\s(?:(?:of|and|for)\s)?[A-Z][\w&/+-]{0,30}){0,6}))"),
    "applied": r"(?:application|applying|applied|apply|candidacy)",
    "the": r"(?: the| our| an?)?",
    # What one has at a company: a position, an interview, everybody's thanks.
    "something": (
        r"(?:position|role|job|opening|post|vacancy|opportunity|opportunities|careers?|team|process|interview(?:s|ing|ed)?|"
        r"everyone|all of us|work|working|employment|conversations?)"
    ),
    "joining": (
        r"(?:joining |working (?:at|for|with) |a (?:career|role|position|job) (?:at|with) |"
        r"opportunities (?:at|with) |(?:joining )?the team at )?"
    ),
    # German: the words between the application and the role, or the company
    "bewerbung": r"(?:Bewerbung|Interesse|beworben|Stelle|Position|Ausschreibung|Stellenausschreibung)(?: uns)?",
    "um_die": (
        r"(?: (?:als|um|für|an|auf|der|die|den|das|einer|eine|Stelle|Position|Ausschreibung|unserer?|"
        r"ausgeschriebenen?))"
    ),
    "bei": r"(?:bei|in|an) (?:der |dem |den |uns bei )?",
    "mitarbeit": (
        r"(?:Bewerbung|Interesse|Mitarbeit|Tätigkeit|Karriere|Arbeitgeber|beworben|Gespräch|Team)(?: an)?"
        r"(?: eine[rm]| der)?(?: Mitarbeit| Tätigkeit| Anstellung)?"
    ),
}


@dataclass(frozen=True)
class Phrase:
    pattern: str
    weight: int
    examples: list[tuple[str, str | None, str | None]] = field(default_factory=list)  # sentence, role, company
    in_subject: bool = False  # only subjects are so terse
    needs_job: bool = False  # what it captures is a role only if its words sound like one

    @property
    def regex(self) -> re.Pattern[str]:
        whole = self.pattern
        for name, fragment in _FRAGMENTS.items():
            whole = whole.replace(f"{{{name}}}", fragment)
        return re.compile(whole, re.IGNORECASE)


PHRASES = [
    # English: role and company in one breath
    Phrase(
        (
            r"\b(?:for|in|about|regarding|to) (?:the|our|an?) {role} {position}(?: here| (?:based )?in \w+)?,? "
            r"(?:at|with|within) {company}{end}"
        ),
        6,
        [
            (
                "Thank you for applying for the Data engineer position at Zephyr Cold Chain.",
                "Data engineer",
                "Zephyr Cold Chain",
            ),
            (
                "Thanks for your interest in the Staff Designer role with Quillworks and for the time.",
                "Staff Designer",
                "Quillworks",
            ),
        ],
    ),
    Phrase(
        r"\b(?:position|role|job|opening|post) (?:of|as)(?: an?)? {role},? (?:at|with) {company}{end}",
        6,
        [
            (
                "We received many applications for the position of Head Librarian at Halden College.",
                "Head Librarian",
                "Halden College",
            )
        ],
    ),
    Phrase(
        (
            r"\b(?:{applied}|interview(?:ing|ed)?)(?: to us)? (?:for|to|as){the}(?: position of| role of)? "
            r"{role}(?: {position})?,? (?:at|with|@) {company}{end}"
        ),
        5,
        [("Your application for Product Manager at Fernweh Maps", "Product Manager", "Fernweh Maps")],
    ),
    # English: the role
    Phrase(
        r"\b(?:for|in|about|regarding|to|fill|of|with) (?:the|our|an?) (?:open |advertised )?{role} {position}\b",
        4,
        [
            (
                "We have decided to move ahead with another candidate for our Senior Analyst opening.",
                "Senior Analyst",
                None,
            ),
            ("Thank you for your interest in the Sr. Node.js Developer role.", "Sr. Node.js Developer", None),
        ],
    ),
    Phrase(
        r"\b(?:position|role|job|post) (?:of|as|for)(?: the| an?)?:? {role}{stop}",
        4,
        [
            (
                "Re your application for the position of Head of Research and Development, and your patience",
                "Head of Research and Development",
                None,
            )
        ],
    ),
    Phrase(
        r"\b{applied}(?: to us)? (?:for|as){the}:? (?:position of |role of )?{role}(?: {position})?{stop}",
        3,
        [("Thank you for applying for Backend Engineer (Platform).", "Backend Engineer", None)],
    ),
    Phrase(
        r"\bfor (?:the|our) {role} (?:team lead|interview)\b",
        1,
    ),
    Phrase(
        r"\b(?:the|our|an?) {titled}(?: \([^)\n]{1,40}\))? {position}\b",
        3,
        [("We were not able to offer you the Cabin Crew Trainer role this round.", "Cabin Crew Trainer", None)],
        needs_job=True,
    ),
    Phrase(
        r"\bfor(?: the| our| an?)? {titled}(?=[.,:;!?\n]| at | with | role| post|$)",
        2,
        [("We've made our choice for Studio Coordinator, and it was close.", "Studio Coordinator", None)],
        needs_job=True,
    ),
    Phrase(
        r"\b(?:position|role|vacancy):? {titled}",
        3,
        [("The position Customer Success Manager, EMEA has been filled.", "Customer Success Manager, EMEA", None)],
        needs_job=True,
    ),
    # English: the company
    Phrase(
        r"\bas (?:the |an? )?(?-i:[A-Z])[\w &]{2,50} (?:at|of) {company}, I\b",
        3,
        [("As Head of Product at Zuma, I want to thank you.", None, "Zuma")],
    ),
    Phrase(
        r"\b(?:my|our) client,? {company}{end}",
        6,
        [("My client Hartwell Pharma has come back to me.", None, "Hartwell Pharma")],
    ),
    Phrase(
        r"\b(?:interest|interested) in {joining}{company}{end}",
        3,
        [
            ("Thank you for your interest in joining Quillworks.", None, "Quillworks"),
            ("We appreciate your interest in Halden Rail and the time you took.", None, "Halden Rail"),
        ],
    ),
    Phrase(
        r"\b(?:appl(?:y|ying|ied)|application|candidacy) (?:to|at|with) (?:work at |join )?{company}{end}",
        4,
        [
            ("Thank you for applying to Booking.com!", None, "Booking.com"),
            ("Your application to Zephyr", None, "Zephyr"),
        ],
    ),
    Phrase(
        r"\b{something} (?:here )?(?:at|with) (?:the (?=City|University|County|State))?{company}{end}",
        4,
        [
            ("It was a pleasure to meet you for the role at Marks and Spencer.", None, "Marks and Spencer"),
            ("On behalf of everyone at Fernweh Maps, thank you.", None, "Fernweh Maps"),
        ],
    ),
    Phrase(
        r"\b(?:here|us|we) at {company}{end}",
        4,
        [("Things move fast here at Tidewater Inc. We wish you well.", None, "Tidewater Inc")],
    ),
    Phrase(
        r"\b(?:considering|choosing|chose|considered) {company} (?:as|for|in)\b",
        4,
        [("Thank you for considering Northlight as your next employer.", None, "Northlight")],
    ),
    Phrase(
        r"\bon behalf of (?:the team at )?{company}{end}",
        3,
        [("I am writing on behalf of Alder & Finch.", None, "Alder & Finch")],
    ),
    # English subjects
    Phrase(
        r"^{company}:? (?:[-–—|:] )?(?:your )?(?:application|candidacy|interview)\b",
        2,
        [("Zephyr: your application", None, "Zephyr")],
        True,
    ),
    Phrase(
        r"\byour {company} (?:application|interview|candidacy)\b",
        3,
        [("Update on your Quillworks application", None, "Quillworks")],
        True,
    ),
    Phrase(
        r"\bapplication (?:to|at|with) {company} (?:[-–—|:]|for) (?:the )?{role}(?: {position})?$",
        5,
        [("Your application to Zephyr – Data Engineer", "Data Engineer", "Zephyr")],
        True,
    ),
    Phrase(
        r"\b(?:application|applying|interview)[:,]? (?:[-–—|] )?{role} (?:at|@|with|[-–—|]) {company}$",
        3,
        [("Application: Data Engineer @ Zephyr", "Data Engineer", "Zephyr")],
        True,
    ),
    Phrase(
        r"^{role} (?:application|interview|role|position)\b",
        2,
        [("Data Engineer application", "Data Engineer", None)],
        True,
    ),
    Phrase(
        r"^{role} (?:at|@|with) {company}$",
        4,
        [("Data Engineer at Zephyr", "Data Engineer", "Zephyr")],
        in_subject=True,
        needs_job=True,
    ),
    # German
    Phrase(
        r"\b{bewerbung}{um_die}* {role} {bei}{company}{end}",
        6,
        [
            (
                "vielen Dank für Ihre Bewerbung als Datenanalystin bei der Fernweh Karten GmbH.",
                "Datenanalystin",
                "Fernweh Karten GmbH",
            )
        ],
    ),
    Phrase(
        r"\b{bewerbung}{um_die}{1,5}:? {role}{stop}",
        4,
        [
            ("Ihre Bewerbung auf die Position „Leitung Marketing“", "Leitung Marketing", None),
            (
                "vielen Dank für Ihre Bewerbung als Softwareentwicklerin (m/w/d) und Ihr Interesse.",
                "Softwareentwicklerin",
                None,
            ),
        ],
    ),
    Phrase(
        r"\b(?:Stelle|Position|Ausschreibung|Vakanz):? (?=[„“\"»«]){role}(?<=[“”\"«»])",
        4,
        [("Ihr Interesse an der Stelle „Leitung Redaktion“ freut uns.", "Leitung Redaktion", None)],
    ),
    Phrase(
        r"\b{mitarbeit} {bei}{company}{end}",
        4,
        [("danke für Ihr Interesse an einer Mitarbeit bei Quillwerk.", None, "Quillwerk")],
    ),
]
