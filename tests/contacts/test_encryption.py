from base64 import urlsafe_b64encode

import pytest
from cryptography.fernet import Fernet

from contacts.encryption import CannotDecrypt, decrypt, encrypt, is_current, read_keys, rotate

OLD, NEW = "o" * 50, "n" * 50
# HKDF-SHA256 (RFC 5869) of fifty o's under our label, worked out apart from this code.
OLD_KEY = "ddb1c357d384dd3afc7532491341ff6668ac3bec22eb46ae72c5d17ecdb6c21f"


@pytest.fixture(autouse=True)
def _old_key(settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OLD, []


def test_what_was_encrypted_comes_back_and_does_not_show():
    token = encrypt(b"Jule Brandt, UX writer")
    assert b"Jule Brandt" not in token
    assert decrypt(token) == b"Jule Brandt, UX writer"


def test_the_same_content_never_looks_the_same():
    assert encrypt(b"same") != encrypt(b"same")


def test_a_former_key_still_opens_it(settings):
    token = encrypt(b"x")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    assert decrypt(token) == b"x"


def test_rotating_puts_it_under_the_present_key_alone(settings):
    token = encrypt(b"x")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    rotated = rotate(token)
    settings.SECRET_KEY_FALLBACKS = []
    assert decrypt(rotated) == b"x"
    assert rotate(rotated) == rotated
    assert is_current(rotated) and not is_current(token)


@pytest.mark.parametrize("act", [decrypt, rotate])
def test_without_the_key_a_sentence_says_what_to_do(settings, act):
    token = encrypt(b"x")
    settings.SECRET_KEY = NEW
    with pytest.raises(CannotDecrypt, match="SECRET_KEY_FALLBACKS"):
        act(token)


def test_what_was_tampered_with_does_not_open():
    token = bytearray(encrypt(b"x"))
    token[30] ^= 1
    with pytest.raises(CannotDecrypt):
        decrypt(bytes(token))


def test_the_key_is_derived_and_stays_the_same():
    (key,) = read_keys()
    # A changed label would lose every résumé.
    assert Fernet(urlsafe_b64encode(bytes.fromhex(OLD_KEY))).decrypt(key.encrypt(b"x")) == b"x"
