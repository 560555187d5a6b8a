"""How a name or a number becomes an organisation's key."""

import hashlib

import pytest

from app.domain.organisations import organisation_id


@pytest.mark.parametrize("name", ["Exempelkommunen", "EXEMPELKOMMUNEN", "  Exempelkommunen\u00a0"])
def test_a_name_makes_one_key_without_case_and_surplus_blanks(name: str) -> None:
    digest = hashlib.sha256(b"exempelkommunen").hexdigest()
    assert organisation_id(name, None) == f"n-{digest[:8]}"


def test_a_number_is_the_key() -> None:
    assert organisation_id("Exempelkommunen", "2120003005") == "2120003005"


def test_a_persons_number_is_no_key() -> None:
    assert organisation_id("Kim Påhittad", "8001011234") == organisation_id("Kim Påhittad", None)
