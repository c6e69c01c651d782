"""The audit never passes unasked."""

from tests.audit import judge

ADVISORY = {"id": "PYSEC-2026-1", "fix_versions": ["1.1"], "aliases": [], "description": ""}


def test_it_passes_when_every_package_was_asked_about_and_nothing_is_known(capsys):
    assert judge([{"name": "amqp", "version": "5.4.2", "vulns": []}]) == 0
    assert "1 packages asked about, 0 advisories" in capsys.readouterr().out


def test_it_fails_for_a_known_vulnerability_and_says_what_mends_it(capsys):
    assert judge([{"name": "amqp", "version": "1.0", "vulns": [ADVISORY]}]) == 1
    assert "amqp 1.0: PYSEC-2026-1, mended in 1.1" in capsys.readouterr().out


def test_it_fails_where_nothing_was_told(capsys):
    assert judge([{"name": "amqp", "skip_reason": "not found"}, {"name": "vine", "version": "5", "vulns": []}]) == 1
    assert "NOT AUDITED" in capsys.readouterr().out
    assert judge([]) == 1
