"""Sources of reference rates: the bank's table, tables of Korean banks, series, fixed rates, chains."""

import datetime as dt
import pickle
import zipfile
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

import krmoney
from krmoney import rates

JUNE = dt.date(2024, 6, 4)
BANK = rates.ecb()

WIDE = '일자,USD,JPY(100),IDR(100)\n2024-06-03,1381.5,882.11,8.49\n2024-06-04,"1,374.50",883.1,8.46\n'
TURNED = "표,항목,2024/06/03,2024/06/04\n.,원/미국달러(매매기준율),1381.5,1374.5\n.,원/일본엔(100엔),882.11,883.1\n"
LONG = (
    "날짜\t통화\t살 때\t매매기준율\n2024.06.04\t미국 USD\t1398.5\t1374.5\n2024.06.04\t일본 JPY (100엔)\t898.5\t883.1\n"
)
KOREAN = "2024년 6월 조회\n고시일,미국 달러,일본 엔(100)\n20240604,1374.5,883.1\n20240603,1381.5,-\n"


def test_the_bank() -> None:
    assert BANK("USD", "KRW", JUNE) == pytest.approx(Decimal("1376.63"), abs=Decimal("0.01"))
    assert BANK("KRW", "USD", JUNE) == pytest.approx(1 / Decimal("1376.63"), rel=Decimal("0.0001"))
    assert BANK("EUR", "USD", JUNE) == Decimal("1.0865")
    assert BANK("USD", "KRW", dt.date(2024, 6, 2)) is None  # a Sunday
    assert BANK("VND", "KRW", JUNE) is None
    assert (BANK.first, BANK.name) == (dt.date(1999, 1, 4), "ECB")
    assert BANK.last >= dt.date(2026, 9, 1)


@pytest.mark.parametrize(
    ("code", "until"), [("RUB", "2022-03-01"), ("TRL", "2004-12-31"), ("EEK", None), ("DEM", None)]
)
def test_ended_currencies(code: str, until: str | None) -> None:
    """Roubles end; what the euro replaced has the rate that it was fixed at, for ever."""
    assert (BANK(code, "KRW", JUNE) is None) == (until is not None)
    if until:
        assert BANK(code, "KRW", rates.day(until)) is not None


def test_drachmas_begin_with_their_rate() -> None:
    assert BANK("GRD", "EUR", dt.date(2000, 12, 29)) is None
    assert BANK("GRD", "EUR", dt.date(2001, 1, 2)) == pytest.approx(1 / Decimal("340.75"))


def test_a_file_of_the_bank(tmp_path: Path) -> None:
    plain = tmp_path / "rates.csv"
    plain.write_text("Date, USD, KRW, \n04 June 2024, 1.0865, 1495.71, \n", "utf-8")
    packed = tmp_path / "rates.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(plain, "rates.csv")
    for path in (plain, packed):
        assert rates.ecb(path)("USD", "KRW", JUNE) == pytest.approx(Decimal("1376.63"), abs=Decimal("0.01"))
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(krmoney.RatesError, match=r"other.csv: not the bank's table"):
        _ = rates.ecb(other).last


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp949"])
@pytest.mark.parametrize("text", [WIDE, TURNED, LONG, KOREAN], ids=["wide", "turned", "long", "korean"])
def test_tables_of_korean_banks(tmp_path: Path, text: str, encoding: str) -> None:
    path = tmp_path / "table.csv"
    path.write_text(text, encoding)
    table = rates.csv(path)
    assert table("USD", "KRW", JUNE) == Decimal("1374.5")
    assert table("JPY", "KRW", JUNE) == Decimal("8.831")  # by the hundred, as the column says
    assert table("USD", "JPY", JUNE) == pytest.approx(Decimal("155.64"), abs=Decimal("0.01"))
    assert table("EUR", "KRW", JUNE) is None
    assert (table.last, table.name) == (JUNE, "table.csv")


def test_per_hundred(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("date,JPY\n2024-06-04,883.1\n", "utf-8")
    assert rates.csv(path)("JPY", "KRW", JUNE) == Decimal("883.1")
    assert rates.csv(path, per={"JPY": 100})("JPY", "KRW", JUNE) == Decimal("8.831")
    with pytest.raises(krmoney.RatesError, match="per must give the number of units"):
        rates.csv(path, per={"JPY": 0})


def test_a_file_that_is_not_a_table(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("이름,값\n가,1\n", "utf-8")
    with pytest.raises(krmoney.RatesError, match="not a table of rates by day and currency"):
        rates.csv(path)("USD", "KRW", JUNE)


def test_series() -> None:
    days = pd.to_datetime(["2024-06-03", "2024-06-04", "2024-06-05"])
    table = rates.series({"USD": pd.Series([1381.5, 1374.5, float("nan")], days)})
    assert table("USD", "KRW", JUNE) == Decimal("1374.5")
    assert table("USD", "KRW", dt.date(2024, 6, 5)) is None
    assert (table.first, table.last) == (dt.date(2024, 6, 3), JUNE)
    with pytest.raises(krmoney.RatesError, match="no price"):
        rates.series({"USD": {}})
    with pytest.raises(krmoney.RatesError, match="a day such as"):
        rates.series({"USD": {"June": 1}})


def test_fixed() -> None:
    table = rates.fixed({"USD": 1380, "JPY": "9.2"})
    assert table("USD", "KRW", JUNE) == 1380
    assert table("KRW", "EUR", JUNE) is None
    with pytest.raises(krmoney.AmountError, match="is a float"):
        rates.fixed({"USD": 1380.5})  # type: ignore[dict-item]
    with pytest.raises(krmoney.RatesError, match="positive"):
        rates.fixed({"USD": 0})


def test_chain() -> None:
    both = rates.chain(BANK, rates.fixed({"VND": "0.054"}, name="house"))
    assert both("VND", "KRW", JUNE) == Decimal("0.054")
    assert both.name == "ECB, house"
    assert both.source("VND", "KRW", JUNE) == "house"
    assert both.source("USD", "KRW", JUNE) == "ECB"
    assert both.source("TWD", "KRW", JUNE) is None
    assert both.last == BANK.last


@pytest.mark.parametrize("source", [BANK, rates.fixed({"USD": 1}), rates.series({"USD": {"2024-06-04": 1}})], ids=repr)
def test_sources_travel(source: rates.Rates) -> None:
    """Workers get a source by pickle; a table that comes from a file is read there, not sent."""
    copy = pickle.loads(pickle.dumps(source))  # noqa: S301  # our own
    assert copy("USD", "KRW", JUNE) == source("USD", "KRW", JUNE)
    assert len(pickle.dumps(source)) < 1000


@pytest.mark.parametrize(
    "text", ["2024-6-4", "2024.6.4", "2024. 6. 4.", "2024/06/04", "20240604", "2024년 6월 4일", "4 June 2024"]
)
def test_days(text: str) -> None:
    assert rates.day(text) == JUNE


@pytest.mark.parametrize("text", ["", "2024", "2024-13-01", "6월 4일", 20240604])
def test_no_days(text: str) -> None:
    with pytest.raises(krmoney.RatesError, match="a day such as"):
        rates.day(text)
