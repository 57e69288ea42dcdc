"""The service where things go wrong: workers that die, clients that do harm, and being told to stop."""

from __future__ import annotations

import contextlib
import json
import os
import re
import select
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import krmoney
from serving import BODY, PATIENCE, Service

if TYPE_CHECKING:
    from collections.abc import Iterator

DENSE = "새 공장에 337억 크로나(약 4조 4000억원)를 들인다. 매출은 14.3% 줄었고 빚은 1~2조원이다. "
SLOW = DENSE * 60_000  # takes seconds
SECONDS = 1
PAGE = "<p>써 보기</p>"


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service with little patience, and a page of its own."""
    page = tmp_path_factory.mktemp("page") / "krmoney.html"
    page.write_text(PAGE, "utf-8")
    impatient = ("--max-seconds", str(SECONDS), "--read-timeout", "2", "--page", str(page))
    with Service("--rates", "none", *impatient, "--max-body", str(BODY)) as running:
        yield running


def request(path: str, body: bytes, **headers: str) -> bytes:
    """Return a request as it goes over the line."""
    named = {"Host": "service", "Content-Type": "application/json", "Content-Length": str(len(body))} | headers
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items() if value)
    return f"POST {path} HTTP/1.1\r\n{head}\r\n".encode() + body


def answered(line: socket.socket) -> tuple[int, dict[str, object]]:
    """Read a response."""
    with line.makefile("rb") as stream:
        status = int(stream.readline().split()[1])
        length = 0
        while head := stream.readline().strip():
            name, _, value = head.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        made: dict[str, object] = json.loads(stream.read(length))
        return status, made


def connected(service: Service) -> socket.socket:
    return socket.create_connection((service.host, service.port), timeout=PATIENCE)


def amount_of(service: Service, number: int) -> str:
    """Ask for an amount that nobody else asks for."""
    answer = service.post("/parse", text=f"{number}만원")
    assert answer.status_code == 200, answer.text
    return str(answer.json()["amount"])


# Workers ------------------------------------------------------------------------------------------------------------


def test_a_killed_worker_loses_no_request_and_mixes_none_up(service: Service) -> None:
    """All clients get their own answer, while workers are killed under them; new ones take their place."""
    first = service.workers()
    assert len(first) == 2
    died = sum("a worker died (signal 9)" in line for line in service.log)
    with ThreadPoolExecutor(8) as clients:
        for hundred in (range(1, 101), range(101, 201), range(201, 301)):
            asked = [clients.submit(amount_of, service, number) for number in hundred]
            asked[10].result()
            os.kill(service.workers()[0], signal.SIGKILL)  # one for each hundred: no request loses two
            assert [each.result() for each in asked] == [f"{number}0000" for number in hundred]
            service.wait_for_workers(2)
    assert len(service.workers()) == 2
    assert service.workers() != first
    assert sum("a worker died (signal 9)" in line for line in service.log) == died + 3


def test_a_request_that_takes_two_workers_with_it_is_not_tried_again(service: Service) -> None:
    with ThreadPoolExecutor(1) as clients, connected(service) as line:
        body = json.dumps({"text": SLOW}).encode()
        line.sendall(request("/extract", body))
        asked = clients.submit(answered, line)
        until = time.monotonic() + PATIENCE
        while not asked.done():
            assert time.monotonic() < until
            time.sleep(0.2)
            for pid in service.workers():
                os.kill(pid, signal.SIGKILL)
            service.wait_for_workers(2)
        status, made = asked.result()
    assert (status, made["error"]) == (500, "Failed")
    assert "two workers" in str(made["detail"])
    service.wait_for_workers(2)
    assert amount_of(service, 3) == "30000"


def test_a_request_that_waits_is_given_up_where_its_client_goes(service: Service) -> None:
    with connected(service) as one, connected(service) as other:
        for line in (one, other):
            line.sendall(request("/extract", json.dumps({"text": SLOW}).encode()))
        with contextlib.ExitStack() as gone:
            while service.client.get("/health").json()["waiting"] < 5:  # those before the texts arrive are answered
                line = gone.enter_context(connected(service))
                line.sendall(request("/parse", b'{"text": "3"}'))
        wait_until_as_many_wait(service, 0)
        assert not select.select([one, other], [], [], 0)[0]  # what the workers do is not finished
    for _ in range(2):  # nor need it be: the second workers that have it are its last
        for pid in service.workers():
            os.kill(pid, signal.SIGKILL)
        service.wait_for_workers(2)
    assert amount_of(service, 3) == "30000"


def wait_until_as_many_wait(service: Service, number: int) -> None:
    until = time.monotonic() + PATIENCE
    while service.client.get("/health").json()["waiting"] != number:
        assert time.monotonic() < until
        time.sleep(0.01)


def test_a_slow_text_is_an_error_in_its_place(strict: Service) -> None:
    results = strict.post("/extract", texts=["3억원", SLOW, "2조원"]).json()["results"]
    assert [len(each.get("figures", [])) for each in results] == [1, 0, 1]
    error = results[1]["error"]
    assert (error["error"], error["detail"]) == ("TooSlowToRead", f"reading took longer than {SECONDS} s")
    assert strict.post("/extract", text=SLOW).status_code == 422


# Clients ------------------------------------------------------------------------------------------------------------


def memory(pid: int) -> int:
    """Return the memory of a process in bytes; 0 where the system does not tell."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text("utf-8").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_of_a_gigabyte_is_refused_early(service: Service, *, chunked: bool) -> None:
    before = memory(service.process.pid)
    piece = b"x" * (1 << 20)
    sent = 0
    with connected(service) as line:
        if chunked:
            line.sendall(request("/extract", b"", **{"Transfer-Encoding": "chunked", "Content-Length": ""}))
            piece = f"{len(piece):x}\r\n".encode() + piece + b"\r\n"
        else:
            line.sendall(request("/extract", b"", **{"Content-Length": str(1 << 30)}))
        with contextlib.suppress(OSError):  # the service has hung up
            while sent < 1 << 30 and not select.select([line], [], [], 0)[0]:  # until there is an answer
                line.sendall(piece)
                sent += len(piece)
        status, made = answered(line)
    assert (status, made["error"]) == (413, "TooLarge")
    assert sent < 1 << 30
    assert memory(service.process.pid) - before < 200 << 20
    assert amount_of(service, 3) == "30000"


def test_expect_continue_is_answered_before_the_body(strict: Service) -> None:
    with connected(strict) as line:
        line.sendall(request("/extract", b"", **{"Content-Length": str(1 << 30), "Expect": "100-continue"}))
        assert answered(line)[0] == 413


def test_a_client_that_sends_a_byte_now_and_then(strict: Service) -> None:
    """Neither the head of a request nor its body may take for ever; others are answered meanwhile."""
    whole = request("/parse", b'{"text": "3' + b" " * 1000 + b'"}')
    with connected(strict) as slow_head, connected(strict) as slow_body, connected(strict) as silent:
        slow_body.sendall(whole[:200])
        ended = {}
        until = time.monotonic() + PATIENCE
        for at in range(200, 1000):
            for name, line, data in (("head", slow_head, whole[at - 200 :]), ("body", slow_body, whole[at:])):
                if name not in ended:
                    try:
                        line.sendall(data[:1])
                        line.settimeout(0.05)
                        ended[name] = line.recv(1 << 16)
                    except TimeoutError:
                        pass
                    except OSError:
                        ended[name] = b""
            if len(ended) == 2:
                break
            assert time.monotonic() < until
            assert amount_of(strict, at) == f"{at}0000"
        assert ended["head"] == b""
        assert ended["body"].startswith(b"HTTP/1.1 408 ")
        silent.settimeout(PATIENCE)
        assert silent.recv(1) == b""


def test_a_client_that_takes_no_answer_is_cut_off(strict: Service) -> None:
    """The answer is larger than what the system keeps for a client that does not read."""
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 16)
        line.settimeout(PATIENCE)
        line.connect((strict.host, strict.port))
        line.sendall(request("/extract", json.dumps({"texts": [DENSE * 45] * 100}).encode()))
        head = line.recv(1 << 10)
        whole = int(re.findall(rb"content-length: ([0-9]+)", head)[0])
        time.sleep(3)
        received = len(head)
        with contextlib.suppress(ConnectionResetError):
            while piece := line.recv(1 << 20):
                received += len(piece)
    assert received < whole
    assert amount_of(strict, 3) == "30000"


def test_a_client_that_leaves_hurts_nobody(strict: Service) -> None:
    for _ in range(20):
        with connected(strict) as line:
            line.sendall(request("/extract", b'{"text": "', **{"Content-Length": "5000"}))
        with connected(strict) as line:
            line.sendall(request("/extract", json.dumps({"text": DENSE * 50}).encode()))
    assert amount_of(strict, 3) == "30000"
    assert not [line for line in strict.log if "Traceback" in line or "Exception" in line]


def test_a_thousand_connections(service: Service) -> None:
    number = 1000
    resource = pytest.importorskip("resource")
    soft, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most != resource.RLIM_INFINITY and most < number + 200:
        pytest.skip(f"this system lets a process open {most} files")
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    lines: list[socket.socket] = []
    try:
        lines += [connected(service) for _ in range(number)]
        for at, line in enumerate(lines, 1):
            line.sendall(request("/parse", json.dumps({"text": f"{at}만원"}).encode()))
        assert amount_of(service, 5) == "50000"
        for at, line in enumerate(lines, 1):
            status, made = answered(line)
            assert (status, made["amount"]) == (200, f"{at}0000")
    finally:
        for line in lines:
            line.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, most))


# The end ------------------------------------------------------------------------------------------------------------


def test_told_to_stop_it_finishes_what_it_began() -> None:
    with Service("--rates", "none", workers=1) as service:
        texts = [DENSE * 700] * 2
        expected = len(krmoney.extract(texts[0]))
        body = request("/extract", json.dumps({"texts": texts}).encode())
        with connected(service) as one, connected(service) as other, connected(service) as idle:
            one.sendall(body)
            other.sendall(body)
            wait_until_as_many_wait(service, 1)  # one is worked on, the other waits
            service.client.close()
            service.told()
            for line in (one, other):
                status, made = answered(line)
                assert status == 200
                assert [len(each["figures"]) for each in made["results"]] == [expected] * 2  # type: ignore[attr-defined]
            assert idle.recv(1) == b""
        assert service.process.wait(PATIENCE) == 0
        service.ended()
        assert service.log[-1] == "krmoney: stopped\n"
        with pytest.raises(ConnectionRefusedError):
            connected(service)


def test_workers_end_with_a_service_that_is_killed() -> None:
    with Service("--rates", "none") as service:
        workers = service.workers()
        service.process.kill()
        service.process.wait()
        until = time.monotonic() + PATIENCE
        while any(Path(f"/proc/{pid}").exists() for pid in workers):
            assert time.monotonic() < until
            time.sleep(0.02)


# What is kept of what clients send ----------------------------------------------------------------------------------

AUDIT = """
import os, sys
def hook(event, arguments):
    if event in {"socket.connect", "socket.sendto", "subprocess.Popen", "os.mkdir", "os.rename", "os.remove"}:
        note(event, arguments)
    elif event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        note(event, arguments)
def note(event, arguments):
    os.write(audit, f"{event} {arguments!r}\\n".encode())
audit = os.open(os.environ["KRMONEY_AUDIT"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
sys.addaudithook(hook)
"""


def test_nothing_that_a_client_sends_is_kept_or_sent_on(tmp_path: Path) -> None:
    """Every process of the service tells of each file that it opens to write, and of each connection that it makes."""
    (tmp_path / "sitecustomize.py").write_text(AUDIT, "utf-8")
    audit, home = tmp_path / "audit.log", tmp_path / "home"
    home.mkdir()
    secret = "비밀서류7731"  # noqa: S105  # a word that stands nowhere else
    texts = [
        f"{secret} 3억원",
        f"{secret} 4억5000억 달러",
        secret,
        f"/{secret}",
        f"<table><td>{secret} 1원</td></table>",
    ]
    given = {"PYTHONPATH": str(tmp_path), "KRMONEY_AUDIT": str(audit), "PYTHONDONTWRITEBYTECODE": "1"}
    given |= {"FASTAPI_OTEL_AUTO_CONFIGURE": "true", "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9"}
    with Service("--rates", "none", cwd=home, HOME=str(home), TMPDIR=str(home), **given) as service:
        started = audit.read_text("utf-8")  # the line to the process that workers are forked from is in TMPDIR
        assert "socket.connect" in started
        for path in ("/extract", "/parse", "/format", "/rewrite", "/check", "/tables"):
            service.post(path, texts=texts)
            service.client.post(path, content=secret.encode(), headers={"Content-Type": "application/json"})
            service.client.get(f"{path}/{secret}?text={secret}", headers={"X-Text": "7731"})
        with connected(service) as line:
            line.sendall(f"{secret} not http\r\n\r\n".encode())
            line.recv(1000)
        assert service.post("/extract", text=texts[0]).json()["figures"]
        # Another client, another worker perhaps: nothing of it there.
        assert secret not in json.dumps(service.post("/extract", texts=["3억원"] * 20).json(), ensure_ascii=False)
        assert audit.read_text("utf-8") == started
        assert service.stop() == 0
    log, told = "".join(service.log), audit.read_text("utf-8")
    for kept in (log, told):
        assert secret not in kept
        assert "7731" not in kept
    assert log.splitlines()[1:] == ["krmoney: finishing what was begun", "krmoney: stopped"]
    assert not [each for each in home.rglob("*") if each.is_file()]


# Starting -----------------------------------------------------------------------------------------------------------


def test_a_port_that_is_taken_and_a_page_that_is_not_there(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        for options, status, said in (
            (("--port", str(taken.getsockname()[1])), 3, "Address already in use"),
            (("--page", str(tmp_path / "no.html")), 2, "--page: there is no file"),
            (("--port", "70000"), 2, "expected a port"),
            (("--max-seconds", "0"), 2, "expected a number of seconds"),
        ):
            command = [sys.executable, "-m", "krmoney", "serve", *options]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            assert (done.returncode, done.stdout) == (status, "")
            assert said in done.stderr
            assert done.stderr.count("\n") == 1


def test_the_try_it_page_is_shown_where_it_is_given(strict: Service) -> None:
    answer = strict.client.get("/")
    assert answer.text == PAGE
    assert answer.headers["content-type"].startswith("text/html")
