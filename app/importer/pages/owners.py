"""How the newer 2014-2020 pages print an owner: `organisation, workplace`, often repeated."""

from app.importer.pages.labels import Label, Values, clean


def split_owner(text: str) -> tuple[str, str | None]:
    """The organisation and its unit.

    The shortest leading run of whole comma pieces that is followed at once by itself is the
    organisation, further repeats dropped, the rest the unit; without repetition the first comma
    splits. (record.md, Owners)
    """
    if "," not in text:
        return clean(text), None
    pieces = [piece for piece in map(clean, text.split(",")) if piece] or [""]
    for length in range(1, len(pieces) // 2 + 1):
        head = pieces[:length]
        if pieces[length : 2 * length] == head:
            rest = pieces[2 * length :]
            while rest[:length] == head:
                rest = rest[length:]
            return ", ".join(head), ", ".join(rest) or None
    return pieces[0], ", ".join(pieces[1:]) or None


def _read_owner(text: str) -> Values:
    owner, unit = split_owner(text)
    return {"owner": owner, "owner_unit": unit}


ORGANISATION_AND_WORKPLACE = Label("Projektägare", ("owner", "owner_unit"), _read_owner)
