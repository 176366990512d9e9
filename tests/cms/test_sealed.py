"""What is sealed is read with its key alone, and recognised without it being opened."""

import pytest
from cryptography.fernet import Fernet

from cms import sealed

FACTS = {"identity_number": "11010519491231002X", "telephone": "13800000000"}


def test_sealed_facts_are_read_again_and_show_nothing():
    token = sealed.seal(FACTS)
    assert sealed.opened(token) == FACTS
    assert "11010519491231002X" not in token


def test_what_is_empty_is_not_sealed():
    assert sealed.opened(sealed.seal({"email": ""})) == {}


def test_other_key_opens_nothing(settings):
    token = sealed.seal(FACTS)
    settings.SEALING_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(sealed.Unreadable, match="打不开"):
        sealed.opened(token)


def test_new_key_in_front_seals_anew_and_the_old_one_still_opens(settings):
    token, before = sealed.seal(FACTS), sealed.print_of("identity", "1")
    newest = Fernet.generate_key().decode()
    settings.SEALING_KEYS = [newest, *settings.SEALING_KEYS]
    again = sealed.resealed(token)
    assert sealed.print_of("identity", "1") == before
    settings.SEALING_KEYS = [newest]
    assert sealed.opened(again) == FACTS


def test_prints_are_equal_for_equal_texts_of_one_purpose_alone():
    assert sealed.same(sealed.print_of("identity", "1"), sealed.print_of("identity", "1"))
    assert len({sealed.print_of("identity", "1"), sealed.print_of("identity", "2"), sealed.print_of("sender", "1")}) == 3
