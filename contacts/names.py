"""How alike two names are: for finding who stands somewhere twice."""

from __future__ import annotations

from rapidfuzz import fuzz

# Names that are nearly the same, such as Dana Weber and Weber, Dana-Maria.
ALIKE = 88


def words_of(key: str) -> list[str]:
    """The words of a key of a name, without what stands between them."""
    return key.replace(",", " ").replace(".", " ").split()


def orders_of(key: str) -> set[str]:
    """The keys that the same words make when the last name stands first, with or without a comma, or last."""
    words = words_of(key)
    if len(words) < 2:
        return {key}
    first, last = " ".join(words[:-1]), words[-1]
    moved = f"{' '.join(words[1:])} {words[0]}"
    return {key, f"{first} {last}", f"{last}, {first}", f"{last} {first}", moved}


def how_alike(one: str, other: str) -> float:
    """From 0 to 100, for keys of names. The order of words does not count, nor does a second first name; a letter may
    stand for a name.
    """
    if not one or not other:
        return 0
    words, others = words_of(one), words_of(other)
    if len(words) < 2 or len(others) < 2:
        return float(fuzz.ratio(one, other)) if min(len(one), len(other)) > 3 else 0
    score = fuzz.token_sort_ratio(" ".join(words), " ".join(others))
    if set(words) <= set(others) or set(others) <= set(words):
        return max(score, 92.0)
    same_last, same_letter = words[-1] == others[-1], words[0][0] == others[0][0]
    is_short = 1 in (len(words[0]), len(others[0]))
    return max(score, 90.0) if same_last and same_letter and is_short else float(score)
