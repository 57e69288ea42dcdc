"""What tests share: the locale, which the command follows, how hard Hypothesis tries, Chromium and a PostgreSQL.

``KRMONEY_HYPOTHESIS_PROFILE`` names the profile:

* ``ci`` (the default): the same examples in every run, so that a red test is red for everybody;
* ``fast``: few of these;
* ``thorough``: many new examples, for an afternoon.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from serving import Service

os.environ["LC_ALL"] = "C.UTF-8"

# No test is red because the machine is busy: neither an example nor making it has a time limit.
settings.register_profile(
    "ci",
    derandomize=True,
    max_examples=200,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("fast", settings.get_profile("ci"), max_examples=25)
settings.register_profile("thorough", settings.get_profile("ci"), derandomize=False, max_examples=10_000)
settings.load_profile(os.environ.get("KRMONEY_HYPOTHESIS_PROFILE", "ci"))


def missing(reason: str, variable: str) -> NoReturn:
    """Skip the test for want of a program, or fail it where the variable says that it must be there."""
    if os.environ.get(variable) == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Service"]:
    """Return a service that runs as long as the tests do; those that kill its workers wait for new ones."""
    from serving import shared

    with shared(tmp_path_factory.mktemp("words") / "words.toml") as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of Chromium."""
    return shutil.which("chromium") or missing(
        "there is no chromium on the PATH, so no browser has shown the page (Debian: chromium, fonts-nanum)",
        "KRMONEY_REQUIRE_BROWSER",
    )


# Where Debian and its like put the programs of a server, which are not on PATH.
POSTGRES = "/usr/lib/postgresql/*/bin"
# PostgreSQL refuses to run as root. Debian's package makes this user.
POSTGRES_USER = "postgres"


def postgres_program(name: str) -> Path | None:
    """Find a program of PostgreSQL, of the newest version that there is."""
    found = sorted(Path("/").glob(f"{POSTGRES[1:]}/{name}"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which(name)
    return found[-1] if found else Path(on_path) if on_path else None


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Start a PostgreSQL in a folder that goes away with it, and return the folder of its socket.

    Nothing listens on a network. The superuser and the database are both called postgres.
    """
    initdb, pg_ctl = postgres_program("initdb"), postgres_program("pg_ctl")
    if initdb is None or pg_ctl is None:
        missing("there is no initdb or pg_ctl, so nothing was stored (Debian: postgresql)", "KRMONEY_REQUIRE_POSTGRES")
    user = POSTGRES_USER if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="krmoney-", ignore_cleanup_errors=True) as folder:
        if user:
            shutil.chown(folder, user)

        def run(*command: str | Path) -> None:
            # The server keeps what it inherits open, so its output goes to a file and not to a pipe.
            with (Path(folder) / "log").open("a+") as log:
                done = subprocess.run(command, cwd=folder, user=user, stdout=log, stderr=log, check=False)
                log.seek(0)
                assert done.returncode == 0, log.read()

        data = f"{folder}/data"
        run(initdb, "--no-sync", "--no-locale", "-E", "UTF8", "-A", "trust", "-U", "postgres", "-D", data)
        run(pg_ctl, "-w", "-D", data, "-o", f"-F -k {folder} -c listen_addresses=", "start")
        try:
            yield folder
        finally:
            run(pg_ctl, "-w", "-D", data, "-m", "immediate", "stop")
