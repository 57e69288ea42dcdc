"""The result of `krmoney.check`: a finding for each conversion."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, get_args, overload

from krmoney._hooks import hook
from krmoney._present.columns import Slip, finding_row
from krmoney.checking import wording

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from decimal import Decimal

    from krmoney.language import Language
    from krmoney.values import Mention, Mentions, Rate

__all__ = ["SEVERITIES", "VERDICTS", "Finding", "Findings", "Severity", "Slip", "Verdict"]

Verdict = Literal["fits", "coarse", "own rate", "factor", "currency", "off", "inconsistent", "no rate"]
Severity = Literal["ok", "note", "warning", "error"]
VERDICTS: Final[tuple[Verdict, ...]] = get_args(Verdict)
SEVERITIES: Final[tuple[Severity, ...]] = get_args(Severity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The result of checking one conversion.

    Attributes:
        verdict: the first of these that holds. ``fits``: within the error bars and the tolerance. ``coarse``: it fits,
            but the figures are so round that this says little. ``own rate``: it fits the rate or the day that the text
            names. ``factor``: a power of ten or a scale word (억 for 조) would make it fit. ``currency``: another
            currency would. ``off``: beyond the tolerance, and nothing explains it. ``inconsistent``: two conversions of
            one text imply rates that cannot both be right. ``no rate``: there is no rate to compare it with; see
            `reason`.
        severity: ``ok`` for ``fits``; ``note`` for ``coarse``, ``own rate`` and ``no rate``; ``warning`` for
            ``currency`` and for ``off`` by up to 10%; ``error`` for the rest.
        base: the foreign amount: the mention that has the quote.
        counter: the other amount; it may come first.
        rate: the rate that the two imply, with error bars; None where one is vague.
        reference: the rate it was compared with: the day's, the text's own, or the range of a period.
        off: how far the implied rate is outside its error bars, as a signed share of the reference: 0.05 is 5% above
            it.
        on: the day of the reference; None for a period and for a rate that the text states.
        source: where the reference comes from: the name of the rates, or the words of the text.
        own: whether the text itself names the reference.
        reason: for ``no rate``, why: a code such as ``currency`` (the source lacks it), ``ended``, ``after``.
        slip: for ``factor`` and ``currency``, what would make it fit.
        other: for ``inconsistent``, the base of the conversion that it contradicts.
        stood: for ``off``, the last day on which the rate was at that level.
    """

    verdict: Verdict
    severity: Severity
    base: Mention
    counter: Mention
    rate: Rate | None = None
    reference: Rate | None = None
    off: Decimal | None = None
    on: dt.date | None = None
    source: str | None = None
    own: bool = False
    reason: str | None = None
    slip: Slip | None = None
    other: Finding | None = None
    stood: dt.date | None = None

    @property
    def start(self) -> int:
        """Where the first of the two amounts begins."""
        return min(self.base.start, self.counter.start)

    @property
    def end(self) -> int:
        """Where the second of the two amounts ends."""
        return max(self.base.end, self.counter.end)

    @property
    def explanation(self) -> str:
        """Why, in a sentence or two, in the current language; `explain` takes a language."""
        return self.explain()

    def explain(self, language: Language | None = None) -> str:
        """Explain the verdict, naming both amounts, because nobody can tell from the text which one is wrong.

        >>> from krmoney import check, rates
        >>> (finding,) = check("4억 달러(약 55조원)", rates=rates.fixed({"USD": 1380}))
        >>> print(finding.explain("ko"))
        두 금액이 서로 맞지 않습니다. ... 400억 달러–55조원 또는 4억 달러–5500억원이면 환율과 맞습니다.
        """
        return wording.explain(self, language)

    def to_row(self, doc: str | None = None, language: Language | None = None) -> dict[str, Any]:
        """Return the row that ``krmoney check --format jsonl`` prints.

        Args:
            doc: the name of the document, put first if given.
            language: the language of the explanation; default: that of `krmoney.set_language`.
        """
        return finding_row(self, doc) | {"explanation": self.explain(language)}


class Findings(Sequence[Finding]):
    """The findings of a text, one for each conversion, in the order of the text.

    Attributes:
        mentions: the figures that were checked; `Mentions.source` is the text.
        rates: the name of the source of the rates; None if none was given.
        last: the last day of that source, if it is known.
        basis: what the conversions were compared with: ``day``, ``year``, ``decade`` (only those outside the range of
            the last ten years are reported), ``constant`` or ``text`` (only what the text itself says).
    """

    __slots__ = ("_findings", "basis", "last", "mentions", "rates")

    def __init__(
        self,
        mentions: Mentions,
        findings: Sequence[Finding] = (),
        *,
        rates: str | None = None,
        last: dt.date | None = None,
        basis: str = "text",
    ) -> None:
        """Keep the text and its findings."""
        self.mentions, self.rates, self.last, self.basis = mentions, rates, last, basis
        self._findings = tuple(findings)

    @overload
    def __getitem__(self, index: int) -> Finding: ...
    @overload
    def __getitem__(self, index: slice) -> Findings: ...
    def __getitem__(self, index: int | slice) -> Finding | Findings:
        """Return one finding, or a slice of them over the same text."""
        return self._with(self._findings[index]) if isinstance(index, slice) else self._findings[index]

    def _with(self, findings: Sequence[Finding]) -> Findings:
        return Findings(self.mentions, findings, rates=self.rates, last=self.last, basis=self.basis)

    def __len__(self) -> int:
        """Count the findings."""
        return len(self._findings)

    def __iter__(self) -> Iterator[Finding]:
        """Go through the findings."""
        return iter(self._findings)

    def __repr__(self) -> str:
        """Show the verdicts, not the text."""
        said = ", ".join(f"{each.base.text} {each.verdict}" for each in self)
        return f"<Findings: {said or 'none'}>"

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle as the call that makes it."""
        return (_findings, (self.mentions, self._findings, self.rates, self.last, self.basis))

    @property
    def counts(self) -> Counter[str]:
        """The number of findings for each verdict."""
        return Counter(each.verdict for each in self)

    def at_least(self, severity: Severity) -> Findings:
        """Return the findings of at least this severity.

        >>> from krmoney import check, rates
        >>> check("1억 달러(약 1380억원), 2억 달러(약 2.8조원)", rates=rates.fixed({"USD": 1380})).at_least("warning")
        <Findings: 2억 달러 factor>
        """
        least = SEVERITIES.index(severity)
        return self._with([each for each in self if SEVERITIES.index(each.severity) >= least])

    def to_rows(self, doc: str | None = None, language: Language | None = None) -> list[dict[str, Any]]:
        """Return the rows of all findings."""
        return [each.to_row(doc, language) for each in self]

    def _repr_html_(self) -> str:
        """Show the text with its conversions in colour in a notebook."""
        html: str = hook("findings_html")(self)
        return html


def _findings(
    mentions: Mentions, findings: Sequence[Finding], rates: str | None, last: dt.date | None, basis: str
) -> Findings:
    return Findings(mentions, findings, rates=rates, last=last, basis=basis)
