"""Sphinx configuration. Build with ``sphinx-build -W -b html docs docs/_build/html``; it needs no network."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes

if TYPE_CHECKING:
    from docutils.nodes import Element, TextElement
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_VERSION_FILE = Path(__file__).parent.parent / "src" / "krmoney" / "_version.py"

project = "krmoney"
author = "The krmoney developers"
copyright = "The krmoney developers"
release = re.findall(r'__version__ = "(.+)"', _VERSION_FILE.read_text("utf-8"))[0]
version = release

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_copybutton",
]
exclude_patterns = ["_build"]

html_theme = "furo"
html_title = f"krmoney {release}"
html_copy_source = False
html_static_path = ["_static"]
html_css_files = ["custom.css"]
# Furo's own fonts, and after them those that Korean readers have.
_KOREAN = '"Pretendard", "Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans KR", "Noto Sans CJK KR", "NanumGothic"'
_FONTS = {
    "font-stack": f'system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, {_KOREAN}, sans-serif',
    # The Latin letters of all of these are 0.602 em wide: custom.css makes Hangul twice as wide.
    "font-stack--monospace": '"DejaVu Sans Mono", Menlo, "Lucida Console", "Liberation Mono", "Hangul cells of 1 em", '
    f'"Hangul cells of 0.94 em", "Hangul cells of 0.92 em", {_KOREAN}, monospace',
}
html_theme_options = {"light_css_variables": _FONTS, "dark_css_variables": _FONTS}
pygments_dark_style = "github-dark"

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

# Notebooks are stored without outputs: these are made here, as a reader's own run would make them.
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 120
nb_ipywidgets_js: dict[str, dict[str, str]] = {}  # there are no widgets, and pages fetch nothing

copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_preserve_defaults = True
napoleon_numpy_docstring = False

# Every reference must lead somewhere, except to what other projects document: without the network Sphinx
# cannot know their pages.
nitpicky = True
nitpick_ignore_regex = [
    (r"py:.*", r"(?!krmoney\b)[a-z_]\w*(\..*)?"),  # other modules and what is in them
    (
        r"py:class",
        r"[A-Z]\w*",
    ),  # names in signatures that only type checkers import, so autodoc cannot tell whose they are
    (r"py:class", r"krmoney\.\w+\._\w+"),  # private classes of what a function returns
]


def _find_public_name(app: Sphinx, env: BuildEnvironment, node: pending_xref, content: TextElement) -> Element | None:
    """Lead ``krmoney.values.Money``, the name in a signature, to ``krmoney.Money``, which is documented."""
    target = node.get("reftarget", "")
    if node.get("refdomain") != "py" or not target.startswith("krmoney."):
        return None
    domain: Any = env.get_domain("py")
    parts = target.split(".")
    for start in range(1, len(parts)):
        public = ".".join(["krmoney", *parts[start:]])
        if public != target and public in domain.objects:
            return domain.resolve_xref(env, node["refdoc"], app.builder, "obj", public, node, content)
    return None


def _keep_colons(_app: Sphinx, what: str, _name: str, _obj: object, _opts: object, lines: list[str]) -> None:
    """Stop napoleon from taking a property's summary, up to its first colon, for the name of a type."""
    if what in {"attribute", "property"}:
        lines[:0] = ["..", ""]  # an empty comment: napoleon looks for the type in the first line only


def _skip_unsaid(_app: Sphinx, _what: str, _name: str, obj: object, _skip: object, _opts: object) -> bool | None:
    """Leave out what Python says of a named tuple's fields: the docstring of the class says more."""
    return True if (getattr(obj, "__doc__", "") or "").startswith("Alias for field number") else None


def _end_with_the_code(_app: Sphinx, doctree: nodes.document) -> None:
    """Take away the blank line that ends a doctest before its fence: on the page it is a hole."""
    for block in doctree.findall(nodes.literal_block):
        block.rawsource = block.rawsource.rstrip()
        block.children = [nodes.Text(block.astext().rstrip())]


def _speak(_app: Sphinx, page: str, _template: str, context: dict[str, Any], _doctree: nodes.document | None) -> None:
    """Tell the browser that a page such as ``index.ko`` is Korean: it chooses fonts and breaks lines by that."""
    if page.endswith(".ko"):
        context["language"] = "ko"


def setup(app: Sphinx) -> None:
    """Connect what Sphinx does not do by itself."""
    app.connect("doctree-read", _end_with_the_code)
    app.connect("html-page-context", _speak)
    before_napoleon = 400
    app.connect("autodoc-process-docstring", _keep_colons, priority=before_napoleon)
    app.connect("autodoc-skip-member", _skip_unsaid)
    app.connect("missing-reference", _find_public_name)
