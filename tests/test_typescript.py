"""The TypeScript client of examples/typescript: made of the OpenAPI file of a running service, checked by tsc, and run.

It needs `node` and `npm` on the PATH and the packages that package-lock.json names; without them the test is skipped
and says so, and with ``KRMONEY_REQUIRE_NODE=1`` it fails instead.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from serving import ROOT, Service

EXAMPLE = ROOT / "examples" / "typescript"
NEEDED = os.environ.get("KRMONEY_REQUIRE_NODE") == "1"


def without(reason: str) -> None:
    if NEEDED:
        pytest.fail(reason)
    pytest.skip(reason)


def npm(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = ["npm", "--no-audit", "--no-fund", "--no-update-notifier", *arguments]
    return subprocess.run(command, cwd=cwd, env=os.environ | environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("node") is None or shutil.which("npm") is None:
        without("there is no node with npm on the PATH, so no client has been made of the OpenAPI file")
    folder = tmp_path_factory.mktemp("typescript")
    for name in ("package.json", "package-lock.json", ".npmrc", "tsconfig.json", "figures.ts"):
        shutil.copy(EXAMPLE / name, folder)
    installed = npm("ci", "--fetch-retries=0", cwd=folder)
    if installed.returncode:
        without(f"npm could not install the packages of the example: {installed.stderr.strip()[-300:]}")
    return folder


def test_the_client_is_typed_and_runs(project: Path, service: Service) -> None:
    for step in ("types", "build"):
        done = npm("run", "--silent", step, cwd=project, KRMONEY=service.address)
        assert done.returncode == 0, done.stdout + done.stderr
    # A field that there is not is an error of types, not of the running program.
    wrong = project / "figures.ts"
    right = wrong.read_text("utf-8")
    wrong.write_text(right.replace("figure.candidates", "figure.candidate"), "utf-8")
    assert "Property 'candidate' does not exist" in npm("run", "--silent", "build", cwd=project).stdout
    ran = npm("run", "--silent", "start", cwd=project, KRMONEY=service.address)
    shown = (ROOT / "docs" / "howto-serve.md").read_text("utf-8")
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines()[:3] == [
        "새 공장에 337억 크로나(약 4조 4000억원) 투자",
        "  337억 크로나: 33,700,000,000 SEK",
        "  4조 4000억원: 4,400,000,000,000 KRW",
    ]
    assert ran.stdout in shown, "the page shows another output"
