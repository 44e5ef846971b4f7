"""Ask for everything in the table, and keep what proves itself."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from launchready_ci.gate import Unreadable
from launchready_ci.gates.guardrails.asking import Item, Run
from launchready_ci.gates.guardrails.exposure.facts import Inside, SourceMap
from launchready_ci.gates.guardrails.exposure.probes import (
    BEHIND,
    GIT,
    HOMEPAGE,
    PROBES,
    SOURCE_MAP,
    Probe,
)
from launchready_ci.gates.guardrails.notfound.learning import learned
from launchready_ci.gates.guardrails.patience import GATEWAY
from launchready_ci.gates.guardrails.request import BODY, Came, Request
from launchready_ci.gates.smoke import leaks, markup
from launchready_ci.http import Answer

SCRIPTS = 3
"""Of the homepage, whose source maps are asked for."""
MAP = 2_000_000
"""Bytes of a script, whose end names its map, and of the map."""
MAPPED = re.compile(rb"//[#@]\s*sourceMappingURL=([^\s'\"]{1,1000})")
HEADERS = {"Apollo-Require-Preflight": "true"}
"""Else Apollo's server takes a GET for a foreign website's."""


class Hit(NamedTuple):
    """An answer that proves itself."""

    probe: Probe
    answer: Answer
    proof: str


def planned(run: Run) -> Iterator[Request]:
    for probe in PROBES:
        yield _request(run, probe)
    for first, then in BEHIND.items():
        yield _request(run, then)._replace(note=f"where {first.path} is open")
    for number in range(1, SCRIPTS + 1):
        script = f"/<script {number} of the homepage>"
        yield Request(script, run.place())
        yield Request(f"{script}.map", run.place())
    open_ = "beside each path that is open: what does not exist there"
    yield Request("/…/<random name>", run.place(), note=open_)


def collect(run: Run) -> Iterator[Item]:
    """One item per path; what is answered like a path that does not exist is not there."""
    probes = [*PROBES, *_maps(run)]
    answers = list(run.ask_all(_request(run, probe) for probe in probes))
    asked = list(zip(probes, answers, strict=True))
    if run.homepage:
        asked += [(probe, Came(_request(run, probe), run.homepage)) for probe in HOMEPAGE]
    found = list(_hits(asked))
    yield from learned(run, [hit.probe.path for hit in found if hit.probe.path != "/"])
    real = [hit for hit in found if not _is_missing(run, hit)]
    behind = [BEHIND[hit.probe] for hit in real if hit.probe in BEHIND]
    further = [(probe, run.ask(_request(run, probe))) for probe in behind]
    asked += further
    real += _hits(further)
    by_path = {(hit.probe.path, hit.probe.kind): hit for hit in real}
    for probe, came in asked:
        yield from _facts(run, probe, came, by_path.get((probe.path, probe.kind)))
    yield from _refused(run, answers)


def _request(run: Run, probe: Probe) -> Request:
    headers = HEADERS if "__schema" in probe.path else None
    body = MAP if probe.kind is SourceMap else BODY
    return Request(probe.path, run.place(), headers=headers, body=body)


def _maps(run: Run) -> Iterator[Probe]:
    """The source maps of the homepage's scripts: what these name, else what is beside them."""
    scripts = [Request(path, run.place(), body=MAP) for path in _scripts(run)]
    for came in run.ask_all(scripts):
        path = came.request.path
        named = MAPPED.findall(came.answer.body[-2000:]) if came.answer else []
        if named and named[-1].startswith(b"data:"):
            continue  # within the script itself, which is for everybody
        url = urljoin(path, named[-1].decode("ascii", "replace")) if named else f"{path}.map"
        if url.startswith("/") and not url.startswith("//"):
            yield SOURCE_MAP._replace(path=url)


def _scripts(run: Run) -> list[str]:
    """Paths of the scripts that the homepage loads from the app itself."""
    if run.homepage is None:
        return []
    read = markup.read(run.homepage.url, run.homepage.text)
    base = run.client.url("/")
    urls = dict.fromkeys(each.url for each in read.references if each.kind == "script")
    return [f"/{urlsplit(url.removeprefix(base)).path}" for url in urls if url.startswith(base)][
        :SCRIPTS
    ]


def _hits(asked: Sequence[tuple[Probe, Came]]) -> Iterator[Hit]:
    for probe, came in asked:
        answer = came.answer
        if answer and answer.status in (200, 203, 206) and (proof := probe.proof(answer.body)):
            yield Hit(probe, answer, proof)


def _is_missing(run: Run, hit: Hit) -> bool:
    return hit.probe.path != "/" and run.missing.holds(hit.probe.path, hit.answer)


def _facts(run: Run, probe: Probe, came: Came, hit: Hit | None) -> Iterator[Item]:
    if came.answer is None and not came.is_closed:
        yield from came.unreadable
        return
    place = run.place()
    yield probe.kind(
        location=place,
        place=place,
        path=probe.path,
        what=probe.what,
        proof=run.sessions.mask(hit.proof) if hit else "",
        inside=tuple(_inside(run, hit)) if hit else (),
        seconds=came.answer.seconds if came.answer else 0.0,
    )


def _inside(run: Run, hit: Hit) -> Iterator[Inside]:
    """What the detectors of the gate secrets find; of a history nobody has read a line."""
    if hit.probe is GIT:
        return
    name = hit.probe.path.rpartition("/")[2]
    for found in leaks.credentials(hit.answer.body, run.context.key, name, least=0):
        yield Inside(found.title, found.line)


def _refused(run: Run, answers: Sequence[Came]) -> Iterator[Item]:
    """Some refuse such names like that; an app that does not answer at all may be open."""
    away = [came for came in answers if came.answer and came.answer.status in GATEWAY]
    if away or any(came.hung_up for came in answers):
        again = run.ask(Request("/", run.place(), fresh=True, note="does it still answer?"))
        yield from again.unreadable
        if again.answer and again.answer.status in GATEWAY:
            told = f"GET / gives status {again.answer.status} by now: is the app overloaded?"
            yield Unreadable(told, "exposure", run.place())
