"""A headline speaks of a company by its name, and not by a word that looks like it."""

import pytest

from followups.ideas.companies import CompanyName, read_core

MEANT = [
    ("Zephyr Cold Chain GmbH", "Zephyr Cold Chain raises $40M"),
    ("Zephyr Cold Chain", "How Zephyr Cold Chain tests its sensors"),
    ("Zephyr Cold Chain", "Zephyr Cold-Chain opens in Rotterdam"),
    ("Apple", "Apple unveils new headset"),
    ("Target", "Inside the redesign of checkout at Target"),
    ("Target Corp.", "How Target changed retail returns"),
    ("Siemens AG", "Siemens Opens New Factory In Berlin"),
    ("Zephyr", "Maria Oduya joins Zephyr as CFO"),
    ("Spotify", "Spotify’s new recommender"),
    ("SAP", "SAP launches assistant"),
    ("L'Oréal", "L'Oreal hires new CEO"),
    ("Müller & Söhne KG", "Muller & Sohne opens bakery"),
    ("eBay Inc", "eBay adds listings"),
    ("The Body Shop", "Body Shop opens store"),
    ("Zephyr Inc", "Zephyr, Inc. named best employer"),
]
NOT_MEANT = [
    ("Apple", "Apple pie recipes for autumn"),
    ("Target", "Target practice: how archers train"),
    ("Target", "Climate target missed again"),
    ("Zephyr", "Ex-Zephyr engineer raises $5m"),
    ("Zephyr", "Zephyr-backed startup opens office"),
    ("Zephyr", "Zephyr Health raises $5m for clinics"),
    ("Zephyr", "Rival of Zephyr raises $9m"),
    ("Zephyr", "Former Zephyr CEO launches startup"),
    ("SAP", "Sap rises in maple trees"),
    ("Gap", "Mind the gap in data"),
    ("Gap", "Mind The Gap In Data Quality"),
    ("Orange", "Orange growers report record harvest"),
    ("Shell", "Shell scripts that fail safely"),
    ("Zephyr Cold Chain", "a zephyr in the cold chain"),
    ("Amazon", "Rain in the Amazon falls again"),
    ("Oracle", "The Oracle of Delphi, revisited"),
]


@pytest.mark.parametrize(("name", "title"), MEANT)
def test_the_company_is_meant(name, title):
    assert CompanyName(name).find(title) >= 0


@pytest.mark.parametrize(("name", "title"), NOT_MEANT)
def test_something_else_is_meant(name, title):
    assert CompanyName(name).find(title) == -1


def test_the_text_tells_that_a_word_is_a_name():
    title = "Apple growers, beware of free software"
    assert CompanyName("Apple").find(title, "Growers get tablets. A spokesman for Apple declined to comment.") == 0
    assert CompanyName("Apple").find(title, "Growers get tablets. Nobody sells an apple by them.") == -1


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("Zephyr GmbH & Co. KG", ["Zephyr"]),
        ("The Body Shop Ltd.", ["Body", "Shop"]),
        ("Inc", ["Inc"]),
        ("& Sons", ["Sons"]),
        ("…", []),
        ("東京電力", ["東京電力"]),
    ],
)
def test_a_legal_form_is_no_part_of_the_name(name, core):
    assert read_core(name) == core
