"""What is open is named with proof, and nothing else is."""

import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from random import Random

import pytest

from launchready_ci.findings import Report
from launchready_ci.gates.guardrails.exposure import proofs
from launchready_ci.gates.guardrails.exposure.probes import PROBES
from launchready_ci.reports import json as json_report
from tests.gates.secret_samples import sample
from tests.gates.smoke_runs import HOME, findings, reply
from tests.http.servers import Got, Reply, web

SQL = b"-- PostgreSQL database dump\nCREATE TABLE users (id int);\n"


def exposed(report: Report) -> dict[str, list[str]]:
    """The findings of this part, and of error leaks."""
    return {rule: told for rule, told in findings(report).items() if rule < "LR-GRD040"}


def serving(files: Mapping[str, bytes | str], missing: Reply) -> Callable[[Got], Reply]:
    def route(got: Got) -> Reply:
        if got.path == "/":
            return reply(HOME)
        body = files.get(got.path)
        return missing if body is None else Reply(body, 200, [("Content-Type", "text/plain")])

    return route


def test_a_single_page_app_that_answers_everything_has_nothing_open(
    guardrails: Callable[..., Report],
) -> None:
    with web(lambda _: reply(HOME)) as app:
        report = guardrails(app.url)

    assert (report.exit_code, exposed(report)) == (0, {})


@pytest.mark.parametrize(
    "body",
    ["ref: refs/heads/main\n", "A_KEY=1\n", SQL.decode(), "# HELP up Up.\n"],
    ids=["a ref", "a variable", "a dump", "metrics"],
)
def test_a_server_that_answers_everything_with_a_proof_proves_nothing(
    body: str, guardrails: Callable[..., Report]
) -> None:
    with web(serving({}, Reply(body, 200, [("Content-Type", "text/plain")]))) as app:
        report = guardrails(app.url)

    assert (report.exit_code, exposed(report)) == (0, {})


@pytest.mark.parametrize("missing", [reply("Not here", 404), reply(HOME)], ids=["404", "homepage"])
def test_an_environment_file_is_named_with_its_secrets_and_shows_none(
    missing: Reply, guardrails: Callable[..., Report]
) -> None:
    token, password = sample("LR-SEC060", Random(7)).value, f"{Random(8).getrandbits(96):x}"
    text = f"# production\nDB_PASSWORD={password}\nGITHUB_TOKEN={token}\nPORT=80\n"

    with web(serving({"/.env": text}, missing)) as app:
        report = guardrails(app.url)

    (told,) = findings(report)["LR-GRD002"]
    assert told.startswith(
        "GET /.env gives the environment file to everybody: values of DB_PASSWORD, "
    )
    assert "Stripe" in told.split("in it: ")[1]
    assert "(line 3)" in told
    assert token not in json_report.render(report)
    assert password not in json_report.render(report)


def test_an_open_repository_shows_the_token_of_its_remote_by_name(
    guardrails: Callable[..., Report],
) -> None:
    token = sample("LR-SEC060", Random(9)).value
    config = (
        f'[core]\n\tbare = false\n[remote "origin"]\n\turl = https://x:{token}@github.com/a/b\n'
    )
    files = {"/.git/HEAD": "ref: refs/heads/main\n", "/.git/config": config}

    with web(serving(files, reply("Not here", 404))) as app:
        report = guardrails(app.url)

    head, settings = findings(report)["LR-GRD001"]
    assert "ref: refs/heads/main" in head
    assert "Stripe" in settings
    assert token not in json_report.render(report)


def packed(files: Mapping[str, bytes], kind: str) -> bytes:
    buffer = io.BytesIO()
    if kind == "zip":
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, body in files.items():
                archive.writestr(name, body)
    else:
        with tarfile.open(fileobj=buffer, mode="w:gz") as archive_:
            for name, body in files.items():
                member = tarfile.TarInfo(name)
                member.size = len(body)
                archive_.addfile(member, io.BytesIO(body))
    return buffer.getvalue()


BODIES: dict[str, tuple[str, bytes, str]] = {
    "a dump": ("/dump.sql", SQL, "-- PostgreSQL database dump"),
    "a packed dump": ("/dump.sql.gz", gzip.compress(SQL), "-- PostgreSQL database dump"),
    "a zip": ("/backup.zip", packed({"prod.sqlite": b"x"}, "zip"), "a zip archive, in it prod.sq"),
    "a tar": (
        "/backup.tar.gz",
        packed({"db/prod.sql": SQL}, "tar"),
        "a tar archive, in it db/prod",
    ),
    "a packed page": ("/backup.tar.gz", gzip.compress(b"<html>"), ""),
    "a database": (
        "/db.sqlite3",
        b"SQLite format 3\0" + b"\0" * 90 + b"CREATE TABLE users(id)",
        "SQLite format 3, CREATE TABLE users",
    ),
    "a page about SQL": ("/dump.sql", b"<!doctype html><p>How CREATE TABLE works", ""),
    "prose with =": ("/.env", b"Not here: this=that", ""),
    "prose and one variable": ("/.env", b"A=1\nsome\nprose\nand more\n", ""),
    "variables": ("/.env", b"export A=1\nB=\n", "values of A and B"),
    "a commit": ("/.git/HEAD", b"4b825dc642cb6eb9a060e54bf8d69288fbee4904\n", "4b825dc642cb6eb"),
    "a page with a ref": ("/.git/HEAD", b"<title>ref: refs/heads/main</title>", ""),
    "a password's hash": ("/.htpasswd", b"ada:$apr1$x$y\n", "ada:…"),
    "management": ("/actuator", b'{"_links": {"health": {}, "env": {}}}', "_links to env"),
    "no links": ("/actuator", b'{"_links": []}', ""),
    "a list": ("/actuator", b"[1]", ""),
    "a page with metrics": ("/metrics", b"<pre># HELP</pre>", ""),
}


@pytest.mark.parametrize(("path", "body", "proof"), BODIES.values(), ids=BODIES)
def test_a_proof_is_in_the_body(path: str, body: bytes, proof: str) -> None:
    probe = next(probe for probe in PROBES if probe.path == path)

    shown = probe.proof(body)

    assert shown.startswith(proof)
    assert bool(shown) == bool(proof)


BROKEN = (b"", b"\x1f\x8b", b"PK\3\4", bytes(300), b"{" * 100_000, b"[" * 100_000)


@pytest.mark.parametrize("body", BROKEN, ids=map(str, range(len(BROKEN))))
def test_no_body_breaks_a_proof(body: bytes) -> None:
    assert [probe.path for probe in PROBES if probe.proof(body)] in (
        [],
        ["/backup.zip", "/www.zip"],
    )


def test_of_a_long_source_map_the_beginning_is_enough() -> None:
    whole = json.dumps({"version": 3, "sources": ["a.ts"], "sourcesContent": ["x" * 999]}).encode()

    assert proofs.source_map(whole[:500])
    assert not proofs.source_map(b'{"version": 3}')


def test_a_server_that_hangs_up_on_such_names_has_refused_them(
    guardrails: Callable[..., Report],
) -> None:
    def route(got: Got) -> Reply:
        if "/." in got.path:
            raise ConnectionAbortedError
        return reply(HOME) if got.path == "/" else reply("Not here", 404)

    with web(route) as app:
        report = guardrails(app.url)

    assert (report.exit_code, exposed(report)) == (0, {})
