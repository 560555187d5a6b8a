"""Many numbers out of the database, which come as one text with commas: it is read in no time."""

from collections.abc import Sequence

import numpy as np

from app.database import Reader
from app.mirror.columns import Integers


def numbers_in(reader: Reader, sql: str, parameters: Sequence[object] = ()) -> Integers:
    """The numbers that the one text of a statement holds; null holds none."""
    text = reader.rows(sql, parameters)[0][0]
    return np.fromstring(text, np.int64, sep=",") if text else np.empty(0, np.int64)
