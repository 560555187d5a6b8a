"""Every setting: taken from the environment or `.env`, and refused in one sentence where wrong."""

from pathlib import Path

import pytest

from app import settings
from app.errors import SettingsInvalid
from app.settings import Settings, load


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, where `.env` would be."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def message() -> str:
    with pytest.raises(SettingsInvalid) as caught:
        load()
    text = str(caught.value)
    assert "\n" not in text
    return text


def test_without_settings_everything_has_its_default() -> None:
    assert load() == Settings.model_construct()
    assert load().database_url == "sqlite:///projektbank.db"


def test_the_key_of_a_client_is_no_unknown_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROJEKTBANK_KEY", "pb_k7wq2mzd_made_up")
    assert load() == Settings.model_construct()


def test_a_setting_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROJEKTBANK_PORT", "9000")
    assert load().port == 9000


def test_a_setting_comes_from_the_file_and_the_environment_wins(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / ".env").write_text("PROJEKTBANK_PORT=9000\nPROJEKTBANK_HOST=::1\nOTHER=x\n")
    monkeypatch.setenv("PROJEKTBANK_PORT", "9001")
    assert (load().port, load().host) == (9001, "::1")


@pytest.mark.parametrize("where", ["environment", "file"])
@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("PROJEKTBANK_DATABASE_URI", "did you mean PROJEKTBANK_DATABASE_URL?"),
        ("PROJEKTBANK_CONTACT", "did you mean PROJEKTBANK_CONTACTS?"),
        ("projektbank_prot", "did you mean PROJEKTBANK_PORT?"),
        ("PROJEKTBANK_XYZZY_QWERTY_UIOP", "known: PROJEKTBANK_DATABASE_URL, "),
    ],
)
def test_an_unknown_name_is_refused_with_a_hint(
    folder: Path, monkeypatch: pytest.MonkeyPatch, where: str, name: str, hint: str
) -> None:
    if where == "file":
        (folder / ".env").write_text(f"{name}=1\n")
    else:
        monkeypatch.setenv(name, "1")
    assert message().startswith(f"{name.upper()} is no setting; {hint}")


@pytest.mark.parametrize("where", ["environment", "file"])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PROJEKTBANK_PORT", "många"),
        ("PROJEKTBANK_PORT", "0"),
        ("PROJEKTBANK_PORT", "65536"),
        ("PROJEKTBANK_WORKERS", "0"),
        ("PROJEKTBANK_CONTACTS", "secret"),
        ("PROJEKTBANK_QUERY_SECONDS", "0"),
        ("PROJEKTBANK_PUBLIC_URL", "inte en adress"),
        ("PROJEKTBANK_LOG_LEVEL", "loud"),
        ("PROJEKTBANK_MAX_BODY_BYTES", "1.5"),
        ("PROJEKTBANK_FETCH_PAUSE", "-1"),
        ("PROJEKTBANK_FETCH_PAUSE", "nan"),
        ("PROJEKTBANK_FETCH_CONTACT", "Anna Exempel"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_by_name(
    folder: Path, monkeypatch: pytest.MonkeyPatch, where: str, name: str, value: str
) -> None:
    if where == "file":
        (folder / ".env").write_text(f"{name}={value}\n")
    else:
        monkeypatch.setenv(name, value)
    assert message().startswith(f"{name}: ")


def test_a_file_that_is_no_text_is_refused(folder: Path) -> None:
    (folder / ".env").write_bytes(b"PROJEKTBANK_HOST=\xe5\n")
    assert message() == ".env cannot be read: it must be UTF-8 text"


def test_every_setting_says_why_it_exists_and_none_is_a_secret() -> None:
    for name, field in Settings.model_fields.items():
        assert (field.description or "").endswith("."), name
        assert not field.is_required(), name
    assert set(settings.names()) == {
        f"PROJEKTBANK_{name.upper()}" for name in Settings.model_fields
    }


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        setattr(load(), "port", 1)  # noqa: B010 - mypy knows that it is refused
