"""What tests share: the locale, which the command follows, how hard Hypothesis tries, and a PostgreSQL of their own.

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

import pytest
from hypothesis import HealthCheck, settings

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
        if os.environ.get("KRMONEY_REQUIRE_POSTGRES"):
            pytest.fail("PostgreSQL is required here: initdb and pg_ctl are missing")
        pytest.skip("PostgreSQL is not installed: on Debian, apt-get install postgresql")
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
