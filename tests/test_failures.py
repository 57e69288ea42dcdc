"""What becomes of files when something goes wrong: each failure has its error, and nothing that was there is lost."""

import gzip
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

import krmoney
from krmoney.cli import main

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

MODULES = str(Path(krmoney.__file__).resolve().parents[1])
COMMAND = (sys.executable, "-m", "krmoney")
EXTRACT = ("extract", "--column", "text")
ROW = '{"text": "3억원"}\n'.encode()
BEFORE = b"what was there before"

linux = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes, and makes pipes, as Linux does")


class Result(NamedTuple):
    """What a run of the command left."""

    status: int
    out: bytes
    err: str

    @property
    def problems(self) -> list[str]:
        """The lines on standard error."""
        return self.err.splitlines()


def environment(**changes: str) -> dict[str, str]:
    return os.environ | {"PYTHONPATH": MODULES} | changes


def run(*args: str, cwd: Path, stdin: bytes = b"", prelude: str = "", **env: str) -> Result:
    """Run the command, in a shell after so much of its own, and hold it to what is true of every failure."""
    command = [*COMMAND, *args]
    if prelude:
        command = ["sh", "-c", f'{prelude}; exec "$@"', "sh", *command]
    done = subprocess.run(
        command, input=stdin, capture_output=True, cwd=cwd, env=environment(**env), check=False, timeout=120
    )
    result = Result(done.returncode, done.stdout, done.stderr.decode())
    assert "Traceback" not in result.err
    assert all(line.startswith("krmoney: ") for line in result.problems)
    assert not [*cwd.rglob("*.part")]
    return result


def run_here(folder: Path, monkeypatch: pytest.MonkeyPatch, *args: str) -> int:
    """Run the command in this process, which is quicker."""
    monkeypatch.chdir(folder)
    status = main([*args])
    assert not [*folder.rglob("*.part")]
    return status


# --- what cannot be read


def parquet(**columns: object) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table(columns), sink)
    return bytes(sink.getvalue())


def test_a_gzip_file_that_ends_too_early(tmp_path: Path) -> None:
    rows = b"".join(b'{"text": "%d USD", "x": "%s"}\n' % (at, os.urandom(20).hex().encode()) for at in range(2000))
    whole = gzip.compress(rows)
    (tmp_path / "cut.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "good.jsonl").write_bytes(ROW)
    result = run(*EXTRACT, "cut.jsonl.gz", "good.jsonl", "-o", "out.jsonl", cwd=tmp_path)
    assert result.status == 3
    lines = (tmp_path / "out.jsonl").read_bytes().splitlines()
    assert 800 < len(lines) < 1200
    assert [json.loads(line)["text"] for line in lines] == [*(f"{at} USD" for at in range(len(lines) - 1)), "3억원"]
    said = f"krmoney: cut.jsonl.gz: truncated gzip data; the {len(lines) - 1:,} rows before that were read"
    assert result.problems == [said]


def test_what_ends_too_early_is_not_finished(tmp_path: Path) -> None:
    whole = gzip.compress(ROW * 9)
    (tmp_path / "cut.jsonl.gz").write_bytes(whole[:-9])
    (tmp_path / "good.jsonl").write_bytes(ROW)
    args = (*EXTRACT, "cut.jsonl.gz", "good.jsonl")
    assert run(*args, "--output-dir", "out", cwd=tmp_path).status == 3
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["good.jsonl"]
    assert run(*args, "-o", "out.jsonl", "--strict", cwd=tmp_path).status == 3
    assert not (tmp_path / "out.jsonl").exists()


@pytest.mark.parametrize(
    "case",
    [
        ("a.jsonl.gz", gzip.compress(ROW)[:10] + b"\xff" * 30, "corrupt gzip data"),
        ("a.jsonl.gz", gzip.compress(ROW[:-1])[:-8] + bytes(8), "corrupt gzip data: CRC check failed"),
        ("a.jsonl.zst", pa.Codec("zstd").compress(ROW * 99, asbytes=True)[:-5], "zstd data"),
        ("a.csv", b'id,"text\n1,2\n', "header: unclosed quote"),
        ("a.csv", b"id,texts\n1,2\n", "header: no column 'text'; did you mean 'texts'?"),
        ("a.csv", b"a,b\n1,2\n", "header: no column 'text'; the columns are a, b"),
        ("a.csv", b"\n\n", "no column 'text': the file has no columns"),
        ("a.csv", b"text,\xff\n1,2\n", "header: byte 5 (0xff) is not utf-8"),
        ("a.parquet", parquet(a=["x"], b=[1]), "no column 'text'; the columns are a, b"),
        ("a.parquet", parquet(text=[1, 2]), "column 'text' is int64, not text"),
        ("a.parquet", b"", "unreadable Parquet"),
        ("a.parquet", ROW, "unreadable Parquet"),
        ("a.parquet", parquet(text=["3억원"])[:-20], "unreadable Parquet"),
        ("a.jsonl", b'{"text": "' + b"x" * (17 << 20), "the record on line 1 is longer than 16 MB"),
    ],
)
def test_what_cannot_be_read(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    case: tuple[str, bytes, str],
) -> None:
    name, data, said = case
    (tmp_path / name).write_bytes(data)
    (tmp_path / "good.jsonl").write_bytes(ROW)
    (tmp_path / "out.jsonl").write_bytes(BEFORE)
    assert run_here(tmp_path, monkeypatch, *EXTRACT, name, "good.jsonl", "-o", "out.jsonl") == 3
    err = capsys.readouterr().err
    assert err.startswith(f"krmoney: {name}: ")
    assert err.count("\n") == 1
    assert said in err
    assert (tmp_path / "out.jsonl").read_bytes().count(b"\n") == 1
    (tmp_path / "out.jsonl").write_bytes(BEFORE)
    assert run_here(tmp_path, monkeypatch, *EXTRACT, name, "-o", "out.jsonl", "--strict") == 3
    assert (tmp_path / "out.jsonl").read_bytes() == BEFORE


def test_files_that_are_none(tmp_path: Path) -> None:
    (tmp_path / "folder.jsonl").mkdir()
    (tmp_path / "good.jsonl").write_bytes(ROW)
    (tmp_path / "out.jsonl").write_bytes(BEFORE)
    for absent, args in (("absent.jsonl", EXTRACT), ("absent.txt", ("parse", "--from", "text"))):
        result = run(*args, absent, "folder.jsonl", "-o", "out.jsonl", cwd=tmp_path)
        assert result.status == 3
        assert {line.split(": ")[1] for line in result.problems} == {absent, "folder.jsonl"}
        assert "No such file" in result.err
        assert "folder.jsonl/*" in result.err
        assert (tmp_path / "out.jsonl").read_bytes() == BEFORE
    (tmp_path / "plain").mkdir()
    assert "plain/*" in run(*EXTRACT, "plain", cwd=tmp_path).err
    assert run(*EXTRACT, "good.jsonl", "absent.jsonl", cwd=tmp_path).out.count(b"\n") == 1
    result = run(*EXTRACT, "good.jsonl", "-o", "absent/out.jsonl", cwd=tmp_path)
    assert (result.status, len(result.problems)) == (3, 1)
    assert result.err.startswith("krmoney: absent/out.jsonl: ")


@pytest.mark.parametrize("kind", ["jsonl", "csv", "parquet"])
def test_an_empty_file_is_a_file_without_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], kind: str
) -> None:
    for name in ("a.jsonl", "a.csv", "a.txt"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "header.csv").write_text("id,text")
    (tmp_path / "rows.parquet").write_bytes(parquet(text=pa.array([], pa.string())))
    for name in ("a.jsonl", "a.csv", "header.csv", "rows.parquet"):
        assert run_here(tmp_path, monkeypatch, *EXTRACT, name, "-o", f"{name}.{kind}") == 0
        assert capfd.readouterr() == ("", "")
        made = (tmp_path / f"{name}.{kind}").read_bytes()
        assert made.count(b"\n") == 1 if kind == "csv" else bool(made) is (kind == "parquet")
    assert run_here(tmp_path, monkeypatch, "parse", "a.txt", "-o", "lines.jsonl.gz") == 0
    assert gzip.decompress((tmp_path / "lines.jsonl.gz").read_bytes()) == b""
    if kind == "csv":
        assert (tmp_path / "header.csv.csv").read_text().startswith("id,text,figure_start,")
    if kind == "parquet":
        assert pq.read_table(tmp_path / "rows.parquet.parquet").schema.names == ["text", "figure"]


def test_standard_input_that_is_closed(tmp_path: Path) -> None:
    result = run(*EXTRACT, cwd=tmp_path, prelude="exec <&-")
    assert (result.status, result.out, len(result.problems)) == (3, b"", 1)


def test_libraries_that_are_missing(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    (tmp_path / "none" / "pyarrow.py").write_text("raise ImportError", "ascii")
    (tmp_path / "a.parquet").write_bytes(parquet(text=["3억원"]))
    (tmp_path / "a.jsonl").write_bytes(ROW)
    (tmp_path / "a.jsonl.zst").write_bytes(pa.Codec("zstd").compress(ROW, asbytes=True))
    path = {"PYTHONPATH": os.pathsep.join([str(tmp_path / "none"), MODULES])}
    lacking = [("a.parquet",), ("a.jsonl", "-o", "out.parquet")]
    if sys.version_info < (3, 14):
        lacking += [("a.jsonl.zst",), ("a.jsonl", "-o", "out.jsonl.zst")]
    for args in lacking:
        result = run(*EXTRACT, *args, cwd=tmp_path, **path)
        assert (result.status, result.out, len(result.problems)) == (3, b"", 1)
        assert "krmoney[arrow]" in result.err
    assert run(*EXTRACT, "a.jsonl", cwd=tmp_path, **path).status == 0


# --- what cannot be written


OUTPUTS = ["out.jsonl", "out.csv", "out.parquet", "out.jsonl.gz", "out.jsonl.zst"]


def noise(folder: Path) -> None:
    """Write records that need room even when they are packed."""
    rows = [json.dumps({"x": os.urandom(900).hex(), "text": "3억원"}, ensure_ascii=False) for _ in range(400)]
    (folder / "a.jsonl").write_text("\n".join(rows), "utf-8")


@linux
@pytest.mark.parametrize(("name", "jobs"), [*((name, "1") for name in OUTPUTS), ("out.jsonl", "2")])
def test_a_full_disk(tmp_path: Path, name: str, jobs: str) -> None:
    noise(tmp_path)
    disk = tmp_path / "disk"
    disk.mkdir()
    mount, umount = shutil.which("mount"), shutil.which("umount")
    command = [mount or "mount", "-t", "tmpfs", "-o", "size=128k", "krmoney-test", str(disk)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only root can make a small disk; test_a_file_that_may_not_grow is near to it")
    try:
        (disk / name).write_bytes(BEFORE)
        args = ("-o", f"disk/{name}", "--jobs", jobs, "--block-size", "50000")
        result = run(*EXTRACT, "a.jsonl", *args, cwd=tmp_path)
        assert (result.status, result.problems) == (3, [f"krmoney: disk/{name}: No space left on device"])
        assert [(path.name, path.read_bytes()) for path in disk.iterdir()] == [(name, BEFORE)]
    finally:
        subprocess.run([umount or "umount", str(disk)], check=True)


@linux
@pytest.mark.parametrize("name", OUTPUTS)
def test_a_file_that_may_not_grow(tmp_path: Path, name: str) -> None:
    noise(tmp_path)
    (tmp_path / name).write_bytes(BEFORE)
    result = run(*EXTRACT, "a.jsonl", "-o", name, cwd=tmp_path, prelude="ulimit -f 100")
    assert (result.status, result.problems) == (3, [f"krmoney: {name}: File too large"])
    assert (tmp_path / name).read_bytes() == BEFORE


@linux
@pytest.mark.parametrize("args", [["-o", "/dev/full"], ["-o", "out.jsonl", "--rejects", "/dev/full"]])
def test_a_device_that_is_full(tmp_path: Path, args: list[str]) -> None:
    (tmp_path / "a.jsonl").write_bytes(ROW + b"bad\n")
    (tmp_path / "out.jsonl").write_bytes(BEFORE)
    result = run(*EXTRACT, "a.jsonl", *args, cwd=tmp_path)
    assert result.status == 3
    assert result.problems[-1] == "krmoney: /dev/full: No space left on device"
    assert (tmp_path / "out.jsonl").read_bytes() == BEFORE


def test_documents_appear_whole_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("3억원\n" * 5000, "utf-8")
    (tmp_path / "out.html").write_bytes(BEFORE)
    if sys.platform == "linux":
        result = run("extract", "a.txt", "-o", "out.html", cwd=tmp_path, prelude="ulimit -f 10")
        assert (result.status, result.problems) == (3, ["krmoney: out.html: File too large"])
        assert (tmp_path / "out.html").read_bytes() == BEFORE
    assert run("extract", "a.txt", "-o", "out.html", cwd=tmp_path).status == 0
    assert (tmp_path / "out.html").read_text("utf-8").endswith("</html>\n")


# --- files as they should be


@linux
def test_an_output_is_a_file_like_any_other(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(ROW)
    (tmp_path / "old.jsonl").write_bytes(BEFORE)
    (tmp_path / "link.jsonl").symlink_to("old.jsonl")
    assert run(*EXTRACT, "a.jsonl", "-o", "new.jsonl", cwd=tmp_path, prelude="umask 027").status == 0
    assert (tmp_path / "new.jsonl").stat().st_mode & 0o777 == 0o640
    assert run(*EXTRACT, "a.jsonl", "-o", "link.jsonl", cwd=tmp_path).status == 0
    assert (tmp_path / "link.jsonl").is_symlink()
    assert (tmp_path / "old.jsonl").read_bytes().startswith(ROW[:-2])
    (tmp_path / "old.jsonl").chmod(0o600)
    assert run(*EXTRACT, "a.jsonl", "-o", "old.jsonl", cwd=tmp_path).status == 0
    assert (tmp_path / "old.jsonl").stat().st_mode & 0o777 == 0o600


@linux
@pytest.mark.parametrize("option", ["-o", "--rejects"])
def test_a_directory_is_not_an_output(tmp_path: Path, option: str) -> None:
    (tmp_path / "a.jsonl").write_bytes(ROW)
    (tmp_path / "out").mkdir()
    result = run(*EXTRACT, "a.jsonl", option, "out", cwd=tmp_path)
    assert (result.status, result.problems) == (3, ["krmoney: out: Is a directory"])


@linux
def test_pipes_and_devices_are_written_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(ROW)
    assert run(*EXTRACT, "a.jsonl", "-o", "/dev/stdout", cwd=tmp_path).out.startswith(ROW[:-2])
    os.mkfifo(tmp_path / "pipe")
    with subprocess.Popen(["cat", "pipe"], cwd=tmp_path, stdout=subprocess.PIPE) as cat:  # noqa: S607
        assert run(*EXTRACT, "a.jsonl", "-o", "pipe", cwd=tmp_path).status == 0
        assert cat.communicate()[0].startswith(ROW[:-2])
    assert (tmp_path / "pipe").is_fifo()


@linux
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_reader_may_leave(tmp_path: Path, jobs: str) -> None:
    (tmp_path / "a.jsonl").write_bytes(ROW * 20_000)
    command = [*COMMAND, *EXTRACT, "a.jsonl", "--jobs", jobs, "--block-size", "10000"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path, env=environment()
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 0


# --- how a run may end


def children(pid: int) -> set[int]:
    """The processes that a process has begun, and those that they have."""
    parents: dict[int, int] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        if fields[0] != "Z":
            parents[int(path.parent.name)] = int(fields[1])
    found, more = set[int](), {pid}
    while more:
        more = {child for child, parent in parents.items() if parent in more} - found
        found |= more
    return found


def soon(true: Callable[[], bool]) -> None:
    """Wait until something is true."""
    until = time.monotonic() + 60
    while not true():
        assert time.monotonic() < until
        time.sleep(0.02)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def size(path: Path) -> int:
    return path.stat().st_size


class Midway(NamedTuple):
    """A run that has finished a file, and is in the middle of another."""

    process: subprocess.Popen[bytes]
    folder: Path
    workers: set[int]


@contextmanager
def midway(folder: Path, jobs: str, *args: str) -> Iterator[Midway]:
    """Begin a run whose last file is a pipe into which rows come until somebody ends it."""
    (folder / "first.jsonl").write_bytes(ROW * 50)
    os.mkfifo(folder / "last.jsonl")
    for name in ("out.jsonl", "out/last.jsonl"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(BEFORE)
    command = [*COMMAND, *EXTRACT, "first.jsonl", "last.jsonl", "--jobs", jobs, *args]
    process = subprocess.Popen(
        command, cwd=folder, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    pipe = os.open(folder / "last.jsonl", os.O_WRONLY)
    try:

        def begun() -> bool:
            os.write(pipe, ROW)
            time.sleep(0.05)
            parts = [*folder.rglob("*.part")]
            return (folder / "out" / "first.jsonl").exists() if "out" in args else any(map(size, parts))

        soon(begun)
        workers = children(process.pid)
        assert bool(workers) is (jobs != "1")
        yield Midway(process, folder, workers)
    finally:
        os.close(pipe)
        process.kill()
        process.wait()
        for stream in (process.stdout, process.stderr):
            if stream is not None:
                stream.close()


def said(process: subprocess.Popen[bytes]) -> str:
    assert process.stderr is not None
    return process.stderr.read().decode()


@linux
@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("target", [["--output-dir", "out"], ["-o", "out.jsonl"]], ids=["each", "one"])
def test_killed(tmp_path: Path, jobs: str, target: list[str]) -> None:
    with midway(tmp_path, jobs, *target, "--block-size", "200") as run_:
        run_.process.kill()
        assert run_.process.wait() == -signal.SIGKILL
        soon(lambda: not any(map(alive, run_.workers)))
        assert (tmp_path / "out.jsonl").read_bytes() == BEFORE
        assert (tmp_path / "out" / "last.jsonl").read_bytes() == BEFORE
        if target[0] == "--output-dir":
            assert (tmp_path / "out" / "first.jsonl").read_bytes().count(b"\n") == 50
    # The second run goes on where the first was.
    (tmp_path / "last.jsonl").unlink()
    (tmp_path / "last.jsonl").write_bytes(ROW * 9)
    for path in tmp_path.rglob("*.part"):
        path.unlink()
    if target[0] == "--output-dir":
        (tmp_path / "out" / "last.jsonl").unlink()
        finished = (tmp_path / "out" / "first.jsonl").stat().st_mtime_ns
        assert run(*EXTRACT, "first.jsonl", "last.jsonl", *target, "--skip-existing", cwd=tmp_path).status == 0
        assert (tmp_path / "out" / "last.jsonl").read_bytes().count(b"\n") == 9
        assert (tmp_path / "out" / "first.jsonl").stat().st_mtime_ns == finished


@pytest.fixture
def without_nohup() -> Iterator[None]:
    """Give SIGHUP its meaning back: under nohup the tests, and with them the command, ignore it."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@linux
@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
@pytest.mark.usefixtures("without_nohup")
def test_interrupted(tmp_path: Path, jobs: str, number: signal.Signals, status: int) -> None:
    with midway(tmp_path, jobs, "-o", "out.jsonl", "--rejects", "bad.jsonl", "--block-size", "200") as run_:
        if number == signal.SIGINT:
            os.killpg(run_.process.pid, number)  # as a terminal does, to all of them
        else:
            run_.process.send_signal(number)
        assert run_.process.wait(60) == status
        assert said(run_.process) == ""
        soon(lambda: not any(map(alive, run_.workers)))
        assert (tmp_path / "out.jsonl").read_bytes() == BEFORE
        assert not (tmp_path / "bad.jsonl").exists()
        assert not [*tmp_path.rglob("*.part")]


@linux
def test_a_process_of_jobs_that_dies(tmp_path: Path) -> None:
    with midway(tmp_path, "2", "-o", "out.jsonl", "--block-size", "200") as run_:
        workers = [pid for pid in run_.workers if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]
        assert len(workers) == 2
        os.kill(workers[0], signal.SIGKILL)
        pipe = os.open(tmp_path / "last.jsonl", os.O_WRONLY)
        try:
            while run_.process.poll() is None:
                os.write(pipe, ROW)
                time.sleep(0.02)
        except BrokenPipeError:
            pass
        finally:
            os.close(pipe)
        assert run_.process.wait(60) == 3
        assert re.fullmatch(r"krmoney: a worker process died.*\n", said(run_.process))
        soon(lambda: not any(map(alive, run_.workers)))
        assert (tmp_path / "out.jsonl").read_bytes() == BEFORE
        assert not [*tmp_path.rglob("*.part")]
