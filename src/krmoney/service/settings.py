"""The settings of a service, which requests cannot change."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from krmoney.reading.reader import Reader

if TYPE_CHECKING:
    from pathlib import Path

    from krmoney.rates import Rates

__all__ = ["Limits", "Settings"]


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits for one client.

    Attributes:
        body_bytes: for the body of a request.
        items: for the number of texts or values in a list.
        item_seconds: for one text or value.
        read_seconds: until a request has arrived, and until a client has read a part of a response.
    """

    body_bytes: int = 4 << 20
    items: int = 1000
    item_seconds: float = 10
    read_seconds: float = 30

    @property
    def list_seconds(self) -> float:
        """For all items of a list: ten times those of one, so that no list keeps a worker from others for hours."""
        return 10 * self.item_seconds

    def to_dict(self) -> dict[str, Any]:
        """Return the limits as the service reports them."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a service.

    Attributes:
        reader: the reader, with the vocabulary for all requests.
        rates: the source of reference rates, if there is one.
        limits: how much one client may ask for.
        workers: how many processes read.
        page: the try-it page; None if it was not built.
    """

    reader: Reader = field(default_factory=Reader)
    rates: Rates | None = None
    limits: Limits = field(default_factory=Limits)
    workers: int = 2
    page: Path | None = None
