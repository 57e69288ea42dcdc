"""Values → text: Korean press styles, contracts, English, and any locale."""

from krmoney.writing.rewriting import rewrite
from krmoney.writing.styles import Style, format, format_spec, style_names

__all__ = ["Style", "format", "format_spec", "rewrite", "style_names"]
