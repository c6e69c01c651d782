from followups.themes import collect_themes, own_words, say_theme


def test_themes_are_kept_once_and_in_order():
    assert collect_themes(["fit", "technical"], ["Salary", "salary", "Timing"]) == [
        "technical",
        "fit",
        "Salary",
        "Timing",
    ]


def test_an_own_word_that_is_a_theme_becomes_it():
    assert collect_themes([], ["Technical", "FIT"]) == ["technical", "fit"]


def test_own_words_are_said_as_they_are():
    assert own_words(["fit", "Salary"]) == ["Salary"]
    assert [say_theme("fit"), say_theme("Salary")] == ["Fit", "Salary"]
