"""Packed masks tell the same as the masks that they were made of."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.mirror.bits import WORD, count_of, holds, packed, rows_in, unpacked, words_for

_LENGTHS = st.integers(0, 4) | st.sampled_from((WORD - 1, WORD, WORD + 1, 3 * WORD))
_MASKS = _LENGTHS.flatmap(lambda count: st.lists(st.booleans(), min_size=count, max_size=count))


@given(_MASKS)
def test_bits_are_those_of_their_mask(stated: list[bool]) -> None:
    mask = np.array(stated, np.bool_)
    bits = packed(mask)
    rows = [row for row, is_set in enumerate(stated) if is_set]
    assert len(bits) == words_for(len(stated))
    assert unpacked(bits, len(stated)).tolist() == stated
    assert rows_in(bits).tolist() == rows
    assert count_of(bits) == len(rows)
    backwards = np.arange(len(stated))[::-1]
    for width in (np.int32, np.int64):
        assert holds(bits, backwards.astype(width)).tolist() == stated[::-1]


@given(st.data(), _LENGTHS)
def test_bits_combine_as_their_masks_do(data: st.DataObject, count: int) -> None:
    masks = st.lists(st.booleans(), min_size=count, max_size=count)
    one, other = (np.array(data.draw(masks), np.bool_) for _ in range(2))
    both = packed(one) & ~packed(other)
    assert unpacked(both, count).tolist() == (one & ~other).tolist()
    assert rows_in(both).tolist() == np.flatnonzero(one & ~other).tolist()
