"""Does the conversion fit the day's rate: `krmoney.check`."""

from krmoney.checking.checks import check
from krmoney.checking.findings import SEVERITIES, VERDICTS, Finding, Findings, Severity, Slip, Verdict

__all__ = ["SEVERITIES", "VERDICTS", "Finding", "Findings", "Severity", "Slip", "Verdict", "check"]
