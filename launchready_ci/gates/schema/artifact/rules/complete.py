"""Is everything there that should be?"""

from collections.abc import Iterator

from launchready_ci.findings import Finding, Severity
from launchready_ci.gate import rule
from launchready_ci.gates.schema.artifact.facts import Listing, Reference
from launchready_ci.nodes import shown


@rule("LR-SCH200", "missing-file", judges=Listing)
def missing_file(facts: Listing) -> Iterator[Finding]:
    """A file that `expect.files` asks for is not in what was built, or is empty.

    Why: a build can end well and leave half of it out. The deploy then replaces a working app
    with it.
    Fix: look at the build's own log, and at the folder that it writes to; correct `expect.files`
    where the file has another name now.
    """
    for absent in facts.absent:
        told = f"{absent.empty} is empty" if absent.empty else f"no file matches {absent.glob}"
        yield Finding(told, absent.place, absent.glob)


@rule("LR-SCH201", "broken-reference", judges=Reference)
def broken_reference(facts: Reference) -> Iterator[Finding]:
    """A page, style, script or manifest loads a file that was not built.

    Why: the browser meets a 404: no style, no icon, or a blank page. Where names differ only in
    upper and lower case, it works on a Mac or on Windows, and not on the server.
    Fix: correct the path, put the file where the build copies it from (`public/`), or set `base`
    where the app is served below a path. What another server answers: `elsewhere: ["api/**"]`.
    """
    if facts.trouble and facts.kind != "link":
        told = f"{facts.path} loads {shown(facts.url)} ({facts.kind}), which {facts.trouble}"
        yield facts.finding(told, facts.path, facts.url, facts.line, facts.column)


@rule("LR-SCH202", "broken-link", judges=Reference, severity=Severity.WARNING)
def broken_link(facts: Reference) -> Iterator[Finding]:
    """A link leads to a page that was not built.

    Why: who clicks on it meets a 404.
    Fix: correct the link. Where the app's own router or another server answers it, say so:
    `/* /index.html 200` in `_redirects`, a rewrite in `vercel.json`, or `elsewhere: ["app/**"]`.
    """
    if facts.trouble and facts.kind == "link":
        told = f"{facts.path} links to {shown(facts.url)}, which {facts.trouble}"
        yield facts.finding(told, facts.path, facts.url, facts.line, facts.column)


RULES = (missing_file, broken_reference, broken_link)
