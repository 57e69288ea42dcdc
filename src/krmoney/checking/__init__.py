"""`krmoney.check`: whether conversions fit the day's rate."""

from krmoney.checking.checks import CheckOptions, check, check_options
from krmoney.checking.findings import SEVERITIES, VERDICTS, Finding, Findings, Severity, Slip, Verdict

__all__ = [
    "SEVERITIES",
    "VERDICTS",
    "CheckOptions",
    "Finding",
    "Findings",
    "Severity",
    "Slip",
    "Verdict",
    "check",
    "check_options",
]
