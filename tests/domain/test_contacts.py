"""Contact details compare by what they are, and are found wherever a text holds them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.contacts import (
    FIELDS,
    LABELS,
    Detail,
    Kind,
    contact_of,
    find_details,
    make_detail,
    take_out,
)
from app.domain.fields import PERSONAL_FIELDS
from app.importer.pages.labels import LABELS as KNOWN

KIM = {
    make_detail(Kind.EMAIL, "kim@example.se"),
    make_detail(Kind.NAME, "Kim Exempel"),
    make_detail(Kind.PHONE, "070-174 06 06"),
    make_detail(Kind.NUMBER, "800101-1234"),
}


def without_kim(text: str) -> str:
    return take_out(text, KIM.__contains__, "[…]")


def test_the_fields_are_those_that_are_personal_and_the_number_of_an_owner() -> None:
    assert tuple(FIELDS) == (*PERSONAL_FIELDS, "owner_organisation_number")


def test_the_labels_are_those_of_the_fields() -> None:
    printed = [label.printed for label in KNOWN.values() if set(label.fields) & FIELDS.keys()]
    assert sorted(printed) == sorted(LABELS)


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        (Kind.EMAIL, ["kim@example.se", "KIM@Example.SE"]),
        (Kind.NAME, ["Åsa Exempel", "åsa  EXEMPEL", "A\u030asa\u00a0Exempel"]),
        (Kind.PHONE, ["070-174 06 06", "0701740606", "+46 (0)70-174 06 06", "+46701740606",
                      "0046 70 174 06 06"]),
        (Kind.NUMBER, ["800101-1234", "8001011234", "198001011234"]),
    ],
)  # fmt: skip
def test_one_detail_is_written_in_many_ways(kind: Kind, texts: list[str]) -> None:
    assert len({make_detail(kind, text) for text in texts}) == 1


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Skriv till kim@example.se.", "Skriv till […]."),
        ("<KIM@EXAMPLE.SE>", "<[…]>"),
        ("mailto:kim@example.se", "mailto:[…]"),
        ("joakim@example.se, kim@example.se.nu", "joakim@example.se, kim@example.se.nu"),
        ("Kontakta Kim Exempel, projektledare.", "Kontakta […], projektledare."),
        ("kim\texempel", "[…]"),
        ("Kim\nExempel", "[…]\n"),
        ("Kim\r\nExempel säger", "[…]\r\n säger"),
        ("Kim Exempelsson och Joakim Exempel", "Kim Exempelsson och Joakim Exempel"),
        ("Ring +46 70 174 06 06 i dag", "Ring […] i dag"),
        ("Ring 0701740606", "Ring […]"),
        ("Ring 1070-174 06 06", "Ring 1070-174 06 06"),
        ("E-postkim@example.se", "E-post[…]"),
        ("KontaktpersonKim Exempel", "Kontaktperson[…]"),
        ("Telefonnummer070-174 06 06", "Telefonnummer[…]"),
        (
            "  E-post: kim@example.se\nTelefonnummer: 0701740606",
            "  E-post: […]\nTelefonnummer: […]",
        ),
        ("Projektägare organisationsnummer8001011234", "Projektägare organisationsnummer[…]"),
        ("Enskild firma 800101-1234", "Enskild firma […]"),
        ("Kim Exempel kim@example.se 070-174 06 06", "[…] […] […]"),
        ("", ""),
    ],
)
def test_what_is_sought_is_taken_out_of_a_text(text: str, rest: str) -> None:
    assert without_kim(text) == rest


@given(st.text(max_size=80))
def test_a_text_without_it_is_left_alone(text: str) -> None:
    assert take_out(text, lambda _: False, "[…]") == text


@given(before=st.text(max_size=30), after=st.text(max_size=30))
def test_lines_stay_lines(before: str, after: str) -> None:
    text = f"{before} kim@example.se\nKim\r\nExempel {after}"
    breaks = re.compile(r"\r\n|\n|\r")
    assert breaks.findall(without_kim(text)) == breaks.findall(text)


@given(st.sampled_from(["kim@example.se", "Kim Exempel", "070-174 06 06"]), st.data())
def test_a_detail_between_blanks_is_always_found(detail: str, data: st.DataObject) -> None:
    words = st.lists(st.sampled_from(["Hej", "vi", "2020", "(se", "ovan)", "-", "x@y.se", "\n"]))
    text = " | ".join([*data.draw(words), detail, *data.draw(words)])
    assert detail not in without_kim(text)


def test_the_number_of_an_organisation_is_no_contact() -> None:
    values = {"owner": "Exempelkommunen", "owner_organisation_number": "2120003005"}
    assert contact_of(values).texts == {}
    values["owner_organisation_number"] = "8001011234"
    assert contact_of(values).texts == {"owner_organisation_number": "8001011234"}


def test_a_field_says_what_it_is_and_each_detail_that_stands_apart() -> None:
    contact = contact_of({"contact_phone": "070-174 06 06, 08-123 45 67"})
    assert [detail.text for detail in contact.stated("contact_phone")][1:] == [
        "0701740606",
        "081234567",
    ]
    names = contact_of({"contact_name": "Kim Exempel"}).stated("contact_name")
    assert list(names) == [Detail(Kind.NAME, "kim exempel")]


def test_names_are_sought_only_where_one_may_begin() -> None:
    found = {one.detail for one in find_details("Hej Kim Exempel", lambda word: word == "Kim")}
    assert found == {Detail(Kind.NAME, "kim exempel"), Detail(Kind.NAME, "kim")}
