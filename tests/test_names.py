"""The snapshot of CLDR's names: what it holds, who decided it, and how it differs from the Babel that is installed."""

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import babel
import pytest

import krmoney
from krmoney import Currency
from krmoney.data import load
from krmoney.iso import all_codes

ROOT = Path(__file__).resolve().parent.parent


def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("update_names", ROOT / "tools" / "update-names.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_snapshot_is_that_of_its_babel(capsys: pytest.CaptureFixture[str]) -> None:
    """Another Babel may differ, and what differs is printed: the results of reading do not change with it."""
    update = tool()
    differences = update.differences(update.of_file(), update.of_babel())
    if babel.__version__ == load("names")["babel"]:
        assert not differences
    else:
        with capsys.disabled():
            print(f"\nBabel {babel.__version__} differs from the snapshot:", *differences, sep="\n  ")  # noqa: T201  # a report


def test_only_names_that_somebody_decided_stand_alone() -> None:
    """A name of CLDR's that nobody has looked at counts beside its country only."""
    assert not krmoney.extract("4억 골드를 모았다. 100플로린을 냈다.")
    (florins,) = krmoney.extract("100아루바 플로린을 냈다.")
    (kwanzas,) = krmoney.extract("100콴자를 냈다.")
    assert (florins.currency, kwanzas.currency) == ("AWG", "AOA")


def test_reading_loads_no_babel() -> None:
    code = (
        "import sys, krmoney; krmoney.extract('스웨덴에 337억 크로나(약 4조원)를 냈다. 원·달러 환율은 1,380.5원');"
        "krmoney.parse('4억 달러').format(); krmoney.Currency('SEK').name('en'); print('babel' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "False\n"


@pytest.mark.parametrize(
    ("code", "name", "digits"), [("SEK", "스웨덴 크로나", 2), ("KRW", "대한민국 원", 0), ("XCG", "XCG", 2)]
)
def test_names_and_digits_are_of_the_snapshot(code: str, name: str, digits: int) -> None:
    assert (Currency(code).name(), Currency(code).name("ko-KR"), Currency(code).minor_unit) == (name, name, digits)


def test_every_currency_has_an_english_name_as_babel_writes_it() -> None:
    from babel.numbers import get_currency_name

    for code in all_codes():
        name = Currency(code).name("en")
        assert name
        if babel.__version__ == load("names")["babel"]:
            assert name == get_currency_name(code, locale="en")
