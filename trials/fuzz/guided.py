"""`python -m trials.fuzz.guided CORPUS …`: mutations that seek code which none has reached yet.

It takes the options of libFuzzer, which atheris runs; it stops at the first document that breaks
a law, and leaves it where `-artifact_prefix` says.
"""

import sys

import atheris

with atheris.instrument_imports(include=["app.importer", "app.domain"]):
    from trials.fuzz.reading import judge_sample
    from trials.fuzz.sample import Sample

MAPPED = b"#mapping\n"
"""How a list begins that comes behind its mapping file; `BEHIND` is between them."""
BEHIND = b"\n#list\n"


class LawBroken(Exception):
    """A document was neither read nor refused as it should be."""


def as_sample(data: bytes) -> Sample:
    """Bytes as a document; its name says what it begins like, as names of documents do."""
    if data.startswith(MAPPED):
        mapping, _, content = data.removeprefix(MAPPED).partition(BEHIND)
        return Sample("mapping", "lista.csv", content, mapping.decode("utf-8", "replace"))
    if data.startswith(b"PK"):
        return Sample("archive", "sidor.zip", data)
    first = data.partition(b"\n")[0]
    return Sample("page", "lista.csv" if b";" in first or b"," in first else "sida.txt", data)


def _try(data: bytes) -> None:
    verdict = judge_sample(as_sample(data))
    if verdict.faults:
        raise LawBroken("; ".join(verdict.faults))


if __name__ == "__main__":
    atheris.Setup(sys.argv, _try)
    atheris.Fuzz()
