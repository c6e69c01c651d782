from datetime import date

from followups.templatetags.today import coming_rows, due_rows
from followups.today_rows import ContactRow, Listed, say_last_letter


def make_row(**fields):
    contact = Listed(pk=7, name="<b>Dana</b>", title="<i>COO</i>")
    wrote = say_last_letter("article", "email", contact.name, date(2020, 5, 3), date(2026, 11, 26))
    plain = {"company": "<u>Zephyr</u>", "on": date(2026, 12, 4), "nudge_id": None, "last_letter": wrote}
    return ContactRow(**{"contact": contact, "interests": ["<s>"], **plain, **fields})


def test_a_row_that_is_due_says_who_and_what_was_last():
    assert due_rows([make_row()]) == (
        '<li><div><b><a class="cover" href="/contacts/7/?write=1"><bdi>&lt;b&gt;Dana&lt;/b&gt;</bdi></a></b>'
        ", &lt;i&gt;COO&lt;/i&gt;, &lt;u&gt;Zephyr&lt;/u&gt;"
        '<p class="quiet small">You sent an article on 3 May 2020. &lt;s&gt;</p></div></li>'
    )


def test_a_row_that_comes_up_says_when():
    assert coming_rows([make_row()]) == (
        '<li><div><b><a class="cover" href="/contacts/7/"><bdi>&lt;b&gt;Dana&lt;/b&gt;</bdi></a></b>'
        ", &lt;u&gt;Zephyr&lt;/u&gt;"
        '<p class="quiet small">You sent an article on 3 May 2020.</p></div>'
        '<time class="quiet" datetime="2026-12-04">4 Dec</time></li>'
    )


def test_a_row_of_somebody_never_written_to_says_less():
    row = make_row(last_letter="", company="", interests=[])

    assert '<p class="quiet small"></p>' in due_rows([row])
    assert "Zephyr" not in coming_rows([row])
