"""docs/security.md says what is so: each item is there once, and every test that it names is one that is collected."""

import ast
import re
from functools import cache

from tests.running import CODE

DOCUMENT = (CODE / "docs" / "security.md").read_text()
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| (.+) \| (.+) \| (.*) \|$", re.MULTILINE)
ROWS = ROW.findall(DOCUMENT[DOCUMENT.index("## Item by item") :])
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
# What of OWASP ASVS 5.0, levels 1 and 2, applies here: chapter and section, and the items of it.
APPLIES = {
    1: {1: [1, 2], 2: [1, 2, 3, 4, 5, 9], 3: [1, 2, 3, 5, 6, 7, 10, 11], 4: [2], 5: [1, 2]},
    2: {1: [1, 2, 3], 2: [1, 2, 3], 3: [1, 2, 3, 4], 4: [1]},
    3: {2: [1, 2], 3: [1, 2, 3, 4], 4: [1, 2, 3, 4, 5, 6], 5: [1, 3, 4], 7: [1, 2]},
    4: {1: [1, 2, 3], 2: [1]},
    5: {1: [1], 2: [1, 2, 3], 3: [1, 2], 4: [1, 2]},
    6: {1: [1, 2, 3], 2: list(range(1, 13)), 3: [1, 2, 3, 4], 4: [1, 2, 3, 4], 5: [1, 2, 3, 4, 5]},
    7: {1: [1, 2], 2: [1, 2, 3, 4], 3: [1, 2], 4: [1, 2, 3, 4, 5], 5: [1, 2], 6: [2]},
    8: {1: [1, 2], 2: [1, 2, 3], 3: [1], 4: [1]},
    9: {1: [1, 2, 3], 2: [1, 2]},
    11: {1: [1, 2], 2: [1, 2, 3], 3: [1, 2, 3], 4: [1, 2, 3, 4], 5: [1], 6: [1]},
    12: {1: [1, 2], 2: [1, 2], 3: [1, 2, 3, 4]},
    13: {1: [1], 2: [1, 2, 3, 4, 5], 3: [1, 2], 4: [1, 2, 3, 4, 5]},
    14: {1: [1, 2], 2: [1, 2, 3, 4], 3: [1, 2, 3]},
    15: {1: [1, 2, 3], 2: [1, 2, 3], 3: [1, 2, 3, 4, 5, 6, 7]},
    16: {1: [1], 2: [1, 2, 3, 4, 5], 3: [1, 2, 3, 4], 4: [1, 2, 3], 5: [1, 2, 3]},
}


@cache
def collect_names(path: str) -> set[str]:
    """As pytest finds them: functions of a module, and of its classes, that are called so."""
    module = ast.parse((CODE / path).read_text())
    return {
        node.name for node in ast.walk(module) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def test_every_item_is_there_once():
    expected = [
        f"{chapter}.{section}.{item}"
        for chapter, sections in APPLIES.items()
        for section, items in sections.items()
        for item in items
    ]
    assert [item for item, *_rest in ROWS] == expected
    assert len(expected) == 188


def test_every_item_says_how_it_is_met_and_what_proves_it():
    assert [item for item, asked, met, proof in ROWS if not (asked and met and NAMED.search(proof))] == []


def test_every_test_that_is_named_is_there():
    missing = {f"{path}::{name}" for path, name in NAMED.findall(DOCUMENT) if name not in collect_names(path)}
    assert missing == set()


def test_every_link_within_leads_somewhere():
    headings = re.findall(r"^#+ (.+)$", DOCUMENT, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", DOCUMENT)) <= anchors
