"""Where the sentence of a figure begins and ends."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["sentences"]

# The end of a line ends a sentence, and so do . ! ? and … before a blank, with any closing marks between. The dot of an
# initial or of a numbered item does not: U.S. 국채, 3. 매출.
_END: Final = re.compile(
    r"[\n\r\v\f\x85\u2028\u2029]+|(?:[!?。…]|(?<![A-Z\W_])(?<!^[0-9])\.)[.!?…]*[\"'”’」』)\]]*(?=\s)", re.MULTILINE
)


def sentences(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[str]:
    """Yield the sentence of each span, without blanks around it; a span across an end gets both sentences.

    >>> text = "매출은 3.5억원이다. 빚도 늘었다! “2억원쯤.” 그는 말했다."
    >>> list(sentences(text, [(4, 9), (24, 27)]))
    ['매출은 3.5억원이다.', '“2억원쯤.”']
    """
    ends = [0, *(match.end() for match in _END.finditer(text)), len(text)]
    for start, end in spans:
        yield text[ends[bisect_right(ends, start) - 1] : ends[bisect_left(ends, max(end, start + 1))]].strip()
