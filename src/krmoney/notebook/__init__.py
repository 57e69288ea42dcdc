"""Figures as HTML in notebooks and on pages, as rows of data frames, and as charts.

Jupyter displays krmoney's values. Reading does not need this package, and ``import krmoney`` does not load it; pandas,
polars and matplotlib are imported by the functions that use them.
"""

from krmoney.notebook.charts import Chart, plot_amounts, plot_rates
from krmoney.notebook.frames import to_dicts, to_pandas, to_polars
from krmoney.notebook.grids import table_html
from krmoney.notebook.html import (
    explanation_html,
    findings_html,
    findings_section,
    mention_html,
    mentions_html,
    money_html,
    page_end,
    page_section,
    page_start,
    rate_html,
)

__all__ = [
    "Chart",
    "explanation_html",
    "findings_html",
    "findings_section",
    "mention_html",
    "mentions_html",
    "money_html",
    "page_end",
    "page_section",
    "page_start",
    "plot_amounts",
    "plot_rates",
    "rate_html",
    "table_html",
    "to_dicts",
    "to_pandas",
    "to_polars",
]
