"""Who gets what, and by which way: no page that is refused, an app's shell or a login is one."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from launchready_ci.findings import Location, Report
from launchready_ci.gates.guardrails.roles.alike import alike, same_shape
from launchready_ci.gates.guardrails.roles.facts import Asked, Sight
from launchready_ci.gates.guardrails.roles.paths import ways
from launchready_ci.gates.guardrails.roles.rules import denied_with_200, open_to_the_wrong_role
from tests.gates.smoke_runs import HOME, findings, reply
from tests.http.servers import Got, Reply, web
from tests.sample import FOLDER, SampleApps

PLACE = Location("launchready.yaml", 3)
USERS = """
users:
  admin: {login: {header: {Authorization: {secret: ADMIN}}}}
  member: {login: {header: {Authorization: {secret: MEMBER}}}}
guardrails:
  roles: [{get: /admin/members, allowed: [admin], denied: [anonymous, member]}]
"""
TOKENS = {"ADMIN": "of-ada", "MEMBER": "of-mia"}
MEMBERS = "<title>Members</title><table><tr><td>Ada Lovelace<td>Mia Farrow</table>"
LOGIN = '<form method="post"><input name="email"><input type="password" name="password"></form>'
SHELL = '<!doctype html><title>Ops</title><div id="root"></div><script src="/app.js"></script>'


def asked(sight: Sight, *, same: bool | None = None, by: str = "admin") -> Asked:
    return Asked(
        subject="GET /admin as member",
        place=PLACE,
        user="member",
        sight=sight,
        status=200,
        same=same,
        by=by,
    )


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        pytest.param(asked("page", same=True), "Finding", id="the same page"),
        pytest.param(asked("page", by=""), "Finding", id="a page, and nobody to compare with"),
        pytest.param(asked("page", same=None), "NotJudged", id="a page that says nothing"),
        pytest.param(asked("page", same=False), "", id="another page"),
        pytest.param(asked("refused"), "", id="refused"),
        pytest.param(asked("login"), "", id="a login"),
        pytest.param(asked("absent"), "", id="as if it were not there"),
    ],
)
def test_only_the_page_itself_is_open(facts: Asked, said: str) -> None:
    found = [type(one).__name__ for one in open_to_the_wrong_role.check(facts)]

    assert found == ([said] if said else [])


def test_a_refusal_with_status_200_is_told() -> None:
    assert len(list(denied_with_200.check(asked("page", same=False)))) == 1
    assert not list(denied_with_200.check(replace(asked("refused"), same=False)))


@pytest.mark.parametrize(
    ("page", "other", "ordinary", "expected"),
    [
        pytest.param("menu Ada Mia", "menu Ada Mia Eve", "menu", True, id="one more"),
        pytest.param("menu Ada Mia", "menu Not for you", "menu", False, id="only the menu"),
        pytest.param("menu", "menu", "menu", None, id="nothing of its own"),
    ],
)
def test_pages_are_alike_by_what_is_special_to_them(
    page: str, other: str, ordinary: str, expected: bool | None
) -> None:
    assert alike(page, other, ordinary) is expected


@pytest.mark.parametrize(
    ("page", "other", "expected"),
    [
        pytest.param('[{"id": 1, "mail": "a"}]', '[{"id": 2, "mail": "b"}]', True, id="others"),
        pytest.param('[{"id": 1, "mail": "a"}]', "[]", False, id="an empty list"),
        pytest.param('{"items": [{"id": 1}]}', '{"error": "no"}', False, id="an error"),
        pytest.param('{"id": 1}', "<p>no", None, id="no JSON"),
        pytest.param("[" * 100_000, "[" * 100_000, None, id="nested without end"),
    ],
)
def test_json_is_alike_by_its_fields(page: str, other: str, expected: bool | None) -> None:
    assert same_shape(page, other) is expected


def test_each_way_asks_for_the_same_and_none_for_the_path_itself() -> None:
    found = [way.path for way in ways("/admin?page=2")]

    assert found == [
        "/admin/?page=2",
        "/ADMIN?page=2",
        "//admin?page=2",
        "/launchready/..;/admin?page=2",
        "/admin;launchready?page=2",
        "/%61dmin?page=2",
        "/",
        "/admin?page=2",
    ]
    assert [way.method for way in ways("/admin")][-1] == "OPTIONS"


def server(open_to: Callable[[Got], bool]) -> Callable[[Got], Reply]:
    """An app with a members' page for the admin, and for whom ``open_to`` says."""

    def route(got: Got) -> Reply:
        if got.headers.get("authorization") == "of-ada" and got.path == "/admin/members":
            return reply(MEMBERS)
        if open_to(got):
            return reply(MEMBERS)
        if got.path == "/":
            return reply(HOME)
        return reply("Forbidden", 403) if got.path == "/admin/members" else reply("Not here", 404)

    return route


@pytest.mark.parametrize(
    ("opens", "way"),
    [
        pytest.param(lambda got: got.path == "/admin/members/", "/admin/members/", id="slash"),
        pytest.param(lambda got: got.path == "/ADMIN/MEMBERS", "/ADMIN/MEMBERS", id="case"),
        pytest.param(
            lambda got: got.path == "//admin/members", "//admin/members", id="two slashes"
        ),
        pytest.param(
            lambda got: "..;/admin" in got.path, "/launchready/..;/admin/members", id="..;"
        ),
        pytest.param(
            lambda got: got.headers.get("x-original-url") == "/admin/members",
            "/ with X-Original-URL: /admin/members",
            id="the header of a proxy",
        ),
        pytest.param(
            lambda got: got.method == "OPTIONS" and "x-http-method-override" in got.headers,
            "/admin/members with X-HTTP-Method-Override: GET",
            id="another method",
        ),
    ],
)
def test_a_way_around_is_named(
    guardrails: Callable[..., Report], opens: Callable[[Got], bool], way: str
) -> None:
    with web(server(opens)) as app:
        found = findings(guardrails(app.url, USERS, TOKENS))

    assert [told.split(" ", 1)[1] for told in found.pop("LR-GRD044")] == [
        f"{way} as member gives what GET /admin/members as member refuses"
    ]
    assert "LR-GRD040" not in found


@pytest.mark.parametrize(
    ("answer", "rule"),
    [
        pytest.param(reply(MEMBERS), "LR-GRD040", id="the page itself"),
        pytest.param(reply("You may not see this"), "LR-GRD041", id="a refusal with 200"),
        pytest.param(reply(LOGIN), "", id="a login page with 200"),
        pytest.param(reply("Not here", 404), "", id="as if it were not there"),
        pytest.param(Reply("", 302, [("Location", "/")]), "", id="sent home"),
        pytest.param(
            Reply("", 302, [("Location", "https://login.example/")]), "", id="sent to a login"
        ),
    ],
)
def test_an_answer_to_a_member(guardrails: Callable[..., Report], answer: Reply, rule: str) -> None:
    def route(got: Got) -> Reply:
        is_members = got.path == "/admin/members"
        if is_members and got.headers.get("authorization") == "of-mia":
            return answer
        return server(lambda _: False)(got)

    with web(route) as app:
        report = guardrails(app.url, USERS, TOKENS)

    assert {r for r in findings(report) if "LR-GRD040" <= r < "LR-GRD060"} == ({rule} - {""})


def test_the_shell_of_an_app_is_no_proof(guardrails: Callable[..., Report]) -> None:
    with web(lambda _: reply(SHELL)) as app:
        found = findings(guardrails(app.url, USERS, TOKENS))

    assert "LR-GRD040" not in found
    assert "LR-GRD042" not in found
    assert "name the JSON that fills it" in found["LR-GRD045"][0]


def test_an_error_of_the_app_is_no_refusal(guardrails: Callable[..., Report]) -> None:
    def route(got: Got) -> Reply:
        crashes = got.path == "/admin/members" and "authorization" not in got.headers
        return reply("Oh", 500) if crashes else server(lambda _: False)(got)

    with web(route) as app:
        report = guardrails(app.url, USERS, TOKENS)

    assert report.exit_code == 3
    assert "status 500" in report.gates[0].reason


ORDERS = """
users:
  member: {login: {header: {Authorization: {secret: MEMBER}}}}
  other: {login: {header: {Authorization: {secret: ADMIN}}}}
guardrails:
  objects:
    - get: "/orders/{{id}}"
      owner: member
      denied: [other]
      list: /orders
      capture: {id: "[0].id"}
"""


@pytest.mark.parametrize("kept", [True, False])
def test_what_belongs_to_another_user(guardrails: Callable[..., Report], *, kept: bool) -> None:
    def route(got: Got) -> Reply:
        own = got.headers.get("authorization") == "of-mia"
        if got.path == "/orders":
            return reply([{"id": 17}] if own else [])
        if got.path == "/orders/17" and (own or not kept):
            return reply({"id": 17, "street": "Main Street 1"})
        return reply(HOME) if got.path == "/" else reply("Not here", 404)

    with web(route) as app:
        found = findings(guardrails(app.url, ORDERS, TOKENS))

    assert ("LR-GRD046" in found) is not kept


def test_the_sample_app_is_open_to_everybody_only_with_its_flaw(
    guardrails: Callable[..., Report], sample_app: SampleApps
) -> None:
    text = (FOLDER / "launchready.yaml").read_text()

    def found(flaws: str) -> Mapping[str, list[str]]:
        app = sample_app(flaws)
        return findings(guardrails(app.url, text, app.environ))

    assert not {rule for rule in found("") if "LR-GRD040" <= rule < "LR-GRD070"}
    told = found("open-admin")["LR-GRD040"]
    assert len(told) == 5
    assert "3 items with email, id" in told[0]


def test_without_configuration_an_open_admin_area_is_found(
    guardrails: Callable[..., Report], sample_app: SampleApps
) -> None:
    found = findings(guardrails(sample_app("open-admin").url))

    assert ["GET /admin answers" in told for told in found["LR-GRD042"]] == [True]
