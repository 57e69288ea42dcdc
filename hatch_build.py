"""README.md for a package index: its links and pictures lead to the repository."""

import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface


def with_addresses(readme: str, repository: str) -> str:
    """Return a readme in which relative links are absolute addresses in the repository.

    >>> with_addresses("[Limits](docs/limits.md#speed) of [all](#all)", "https://example.org/it")
    '[Limits](https://example.org/it/blob/main/docs/limits.md#speed) of [all](#all)'
    """
    linked = re.sub(r"\]\((?!https?:|#)", f"]({repository}/blob/main/", readme)
    return re.sub(r'\b(src|srcset)="(?!https?:)', rf'\1="{repository}/raw/main/', linked)


class ReadmeHook(MetadataHookInterface):
    """The hook with which hatchling makes the metadata of sdist and wheel."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Set the readme."""
        text = with_addresses((Path(self.root) / "README.md").read_text("utf-8"), metadata["urls"]["Source"])
        metadata["readme"] = {"content-type": "text/markdown", "text": text}
