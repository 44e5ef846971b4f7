"""What the client sends, follows, keeps, and refuses to send."""

import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import unquote

import pytest

from launchready_ci.http import Answer, Client, Headers, Limits, NotJson, Session, errors
from launchready_ci.http.proxies import proxy_for
from launchready_ci.http.urls import Origin, origin, parse, where
from launchready_ci.http.walls import wall
from launchready_ci.units import Duration, Size
from tests.http.servers import Got, Reply, Web, raw, said, web

Ask = Callable[..., Client]


def redirect(status: int, location: str, *cookies: str) -> Reply:
    return Reply("", status, [("Location", location), *(("Set-Cookie", c) for c in cookies)])


def site(got: Got) -> Reply:  # noqa: PLR0911 - a table of pages
    """Many redirects, and pages that say what came."""
    path, _, query = got.path.partition("?")
    if path.startswith("/status/"):
        return redirect(int(path[8:]), "/said")
    if path == "/chain":
        return redirect(302, f"/chain?{int(query or 0) + 1}")
    if path == "/loop":
        return redirect(302, "/loop?again" if not query else "/loop")
    if path == "/first":
        seen = "been=here" in got.headers.get("cookie", "")
        return Reply("in") if seen else redirect(302, "/first", "been=here; Path=/")
    if path == "/to":
        return redirect(307 if got.method == "POST" else 302, query)
    if path == "/set":
        return Reply("", 200, [("Set-Cookie", "id=1; Path=/"), ("Set-Cookie", unquote(query))])
    return Reply(f"{got.method} {got.body.decode()}")


@pytest.fixture
def app() -> Iterator[Web]:
    with web(site) as server:
        yield server


@pytest.fixture
def other() -> Iterator[Web]:
    """Another server: another port is another origin."""
    with web(site) as server:
        yield server


def test_the_answer(ask: Ask) -> None:
    with web(lambda _: Reply(b'{"a": [1]}', 201, [("X-A", "1"), ("x-a", "2")])) as server:
        answer = ask(server.url).request("GET", "/x?q=1#top")

    assert (answer.status, answer.json, answer.url) == (201, {"a": [1]}, f"{server.url}/x?q=1#top")
    assert (answer.headers["X-A"], answer.headers.all("x-a")) == ("1, 2", ["1", "2"])
    assert 0 < answer.timings.first_byte <= answer.timings.total <= answer.seconds
    assert answer.complete
    assert server.got[0].headers["user-agent"].startswith("launchready/")
    assert server.got[0].headers["host"] == server.url.removeprefix("http://")


def test_a_path_is_below_the_path_of_the_app(ask: Ask, app: Web) -> None:
    ask(f"{app.url}/below/").request("GET", "/feed")

    assert app.got[0].path == "/below/feed"


def test_a_path_is_sent_as_it_is(ask: Ask, app: Web) -> None:
    ask(app.url).request("GET", "//admin/..;/x%2fy?a=b%20c")

    assert app.got[0].path == "//admin/..;/x%2fy?a=b%20c"


def test_cookies_of_a_host_without_a_dot(ask: Ask, app: Web) -> None:
    client, session = ask(app.url.replace("127.0.0.1", "localhost")), Session()

    client.request("GET", "/set?a=b; Domain=localhost; Path=/", session=session)
    client.request("GET", "/x", session=session)

    assert app.got[1].headers["cookie"] == "id=1; a=b"


def test_a_cookie_of_the_parent_domain_goes_to_its_named_hosts(ask: Ask, app: Web) -> None:
    port = app.url.rpartition(":")[2]
    one, two = f"http://one.app.example:{port}", f"http://two.app.example:{port}"
    client = ask(one, allowed=[two], resolve=lambda *_: ["127.0.0.1"])
    session = Session()

    client.request("GET", "/set?a=b; Domain=app.example; Path=/", session=session)
    client.request("GET", f"{two}/x", session=session)

    assert app.got[1].headers["cookie"] == "a=b"


def test_bodies(ask: Ask, app: Web) -> None:
    client = ask(app.url)

    client.request("POST", "/", json={"ä": 1})
    client.request("POST", "/", form=[("a", "1 2"), ("a", "ä")])
    client.request("PUT", "/", content=b"x", headers={"Content-Type": "text/x"})

    kinds = [(got.headers["content-type"], got.body) for got in app.got]
    assert kinds == [
        ("application/json", '{"ä":1}'.encode()),
        ("application/x-www-form-urlencoded", b"a=1+2&a=%C3%A4"),
        ("text/x", b"x"),
    ]


@pytest.mark.parametrize(
    ("status", "method", "arrives"),
    [
        (301, "POST", "GET "),
        (302, "POST", "GET "),
        (303, "POST", "GET "),
        (307, "POST", "POST a=b"),
        (308, "POST", "POST a=b"),
        (301, "PUT", "PUT a=b"),
        (303, "PUT", "GET "),
    ],
)
def test_what_becomes_of_a_body(ask: Ask, app: Web, status: int, method: str, arrives: str) -> None:
    answer = ask(app.url).request(method, f"/status/{status}", form=[("a", "b")])

    assert answer.text == arrives
    assert [(hop.status, hop.location) for hop in answer.hops] == [(status, "/said")]


def test_a_redirect_that_is_not_followed(ask: Ask, app: Web) -> None:
    answer = ask(app.url).request("GET", "/status/302", follow=False)

    assert (answer.status, answer.headers["location"], answer.hops) == (302, "/said", ())


def test_redirects_without_end(ask: Ask, app: Web) -> None:
    with pytest.raises(errors.TooManyRedirects, match="more than 20") as caught:
        ask(app.url).request("GET", "/chain")

    assert len(caught.value.hops) == 21


def test_all_redirects_share_one_budget(ask: Ask) -> None:
    slow, limits = threading.Event(), Limits(time=Duration(0.5), redirects=10_000)

    def route(got: Got) -> Reply:
        slow.wait(0.05)
        return redirect(302, f"{got.path}x")

    with web(route) as server, pytest.raises(errors.TimedOut, match=r"within 0\.5 s") as caught:
        ask(server.url, limits=limits).request("GET", "/")

    assert 0 < len(caught.value.hops) <= 10


def test_redirects_in_a_circle(ask: Ask, app: Web) -> None:
    with pytest.raises(errors.RedirectLoop, match="in a circle"):
        ask(app.url).request("GET", "/loop")

    assert len(app.got) == 2


def test_the_same_page_again_with_a_cookie_is_no_circle(ask: Ask, app: Web) -> None:
    assert ask(app.url).request("GET", "/first").text == "in"


@pytest.mark.parametrize(
    "location",
    [
        "javascript:alert(1)",
        "ftp://example.com/",
        "http://u:p@127.0.0.1/",
        "http://[::1/",
    ],
)
def test_redirects_to_nowhere(ask: Ask, app: Web, location: str) -> None:
    with pytest.raises(errors.BadRedirect, match="leads nowhere"):
        ask(app.url).request("GET", f"/to?{location}")


def test_a_redirect_to_a_host_that_is_not_named(ask: Ask, app: Web, other: Web) -> None:
    with pytest.raises(errors.RedirectedElsewhere, match=f"leads to {other.url}"):
        ask(app.url).request("GET", f"/to?{other.url}/")

    assert other.got == []


def signed_in(app: Web) -> Session:
    session = Session(origin(parse(app.url)))
    session.headers = {"Authorization": "Bearer placeholder"}
    session.set_cookie("id", "placeholder")
    return session


def test_credentials_go_to_the_app(ask: Ask, app: Web) -> None:
    ask(app.url).request("GET", "/", session=signed_in(app))

    assert app.got[0].headers["authorization"] == "Bearer placeholder"
    assert app.got[0].headers["cookie"] == "id=placeholder"


def test_no_credential_crosses_to_another_server(ask: Ask, app: Web, other: Web) -> None:
    client = ask(app.url, allowed=[other.url], headers={"X-Pass": "placeholder"})

    client.request(
        "GET", f"/to?{other.url}/", session=signed_in(app), headers={"X-Key": "placeholder"}
    )

    there = other.got[0].headers
    assert not {"authorization", "x-key", "x-pass"} & there.keys()
    assert {"authorization", "x-key", "x-pass"} <= app.got[0].headers.keys()


def test_a_body_does_not_cross_to_another_server(ask: Ask, app: Web, other: Web) -> None:
    with pytest.raises(errors.RedirectedElsewhere, match="would send the body"):
        ask(app.url, allowed=[other.url]).request("POST", f"/to?{other.url}/", json={"a": 1})

    assert other.got == []


def test_only_anonymous_assets_come_from_elsewhere(ask: Ask, app: Web, other: Web) -> None:
    client = ask(app.url)
    with pytest.raises(errors.HostNotAllowed, match="nothing was sent"):
        client.request("GET", f"{other.url}/")
    with pytest.raises(errors.HostNotAllowed, match="nothing was sent"):
        client.request("POST", f"{other.url}/", asset=True)

    client.request("GET", f"{other.url}/", asset=True, session=signed_in(app))

    assert len(other.got) == 1
    assert not {"authorization", "cookie"} & other.got[0].headers.keys()
    assert (client.allows(app.url), client.allows(other.url)) == (True, False)


@pytest.mark.parametrize(
    ("cookie", "path", "sent"),
    [
        ("a=b; Path=/", "/x", "id=1; a=b"),
        ("a=b; Path=/deep", "/x", "id=1"),
        ("a=b; Path=/deep", "/deep/x", "a=b; id=1"),
        ("a=b; Path=/; Secure", "/x", "id=1; a=b"),
        ("a=b; Path=/; Max-Age=0", "/x", "id=1"),
        ("a=b; Path=/; Domain=example.com", "/x", "id=1"),
        ("a=b; Domain=127.0.0.1; Path=/", "/x", "id=1; a=b"),
    ],
)
def test_cookies(ask: Ask, app: Web, cookie: str, path: str, sent: str) -> None:
    client, session = ask(app.url), Session()

    client.request("GET", f"/set?{cookie}", session=session)
    client.request("GET", path, session=session)

    assert sorted(app.got[1].headers["cookie"].split("; ")) == sorted(sent.split("; "))


def test_a_cookie_that_is_dropped_and_those_of_nobody(ask: Ask, app: Web) -> None:
    client, session = ask(app.url), Session()
    client.request("GET", "/set?a=b", session=session)
    client.request("GET", "/set?a=b")

    session.drop_cookie("id")
    client.request("GET", "/")

    assert session.cookies == {"a": "b"}
    assert "cookie" not in app.got[-1].headers


def test_nothing_of_a_session_is_shown(app: Web) -> None:
    assert "placeholder" not in repr(signed_in(app))


def test_connections_are_kept_or_fresh(ask: Ask, app: Web) -> None:
    client = ask(app.url)

    first, again = client.request("GET", "/"), client.request("GET", "/")
    fresh = client.request("GET", "/", fresh=True)

    assert (first.reused, again.reused, fresh.reused) == (False, True, False)
    assert app.got[0].connection == app.got[1].connection != app.got[2].connection
    assert again.timings.connect == 0 < fresh.timings.connect


def test_a_kept_connection_that_the_server_hung_up(ask: Ask) -> None:
    """It answers once per connection, promises to keep it, and hangs up at the next request."""
    asked = []

    def talk(connection: socket.socket) -> None:
        asked.append(connection.recv(65_536))
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")
        asked.append(connection.recv(65_536))

    with raw(talk) as url:
        client = ask(url)
        client.request("GET", "/1")
        again = client.request("GET", "/2")
        with pytest.raises(errors.ConnectionLost):
            client.request("POST", "/4") if client.request("GET", "/3") else None

    assert again.text == "hi"
    assert sum(b"/4" in request for request in asked) == 1


def test_many_threads(ask: Ask, app: Web) -> None:
    client, session = ask(app.url), signed_in(app)

    with ThreadPoolExecutor(8) as pool:
        answers = list(
            pool.map(lambda i: client.request("GET", f"/first?{i}", session=session), range(40))
        )

    assert {answer.text for answer in answers} == {"in"}


@pytest.mark.parametrize(
    ("data", "body"),
    [
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nT: 1\r\n\r\n",
            b"hi",
        ),
        (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", b"hi"),
        (b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.0 200 OK\r\n\r\nhi", b"hi"),
        (b"HTTP/1.1 204 No Content\r\nContent-Encoding: gzip\r\n\r\n", b""),
        (b"HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nhi", b"hi"),
    ],
    ids=["chunks and a trailer", "100", "103, then HTTP/1.0", "no content", "no reason phrase"],
)
def test_forms_of_an_answer(ask: Ask, data: bytes, body: bytes) -> None:
    with raw(said(data)) as url:
        answer = ask(url).request("GET", "/")

    assert answer.body == body


def has_ipv6() -> bool:
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError:
        return False


def test_ipv6(ask: Ask, require: Callable[[object, str], None]) -> None:
    require(has_ipv6(), "IPv6 (an address ::1)")

    with raw(said(b"HTTP/1.1 200 OK\r\n\r\nhi"), socket.AF_INET6) as url:
        answer = ask(url).request("GET", "/")

    assert (answer.text, answer.peer) == ("hi", "::1")


def test_part_of_a_body(ask: Ask) -> None:
    limits = Limits(body=Size(1_000))
    with web(lambda _: Reply(bytes(200_000))) as server:
        answer = ask(server.url).request("GET", "/", partial=True, limits=limits)

    assert not answer.complete
    assert 1_000 <= len(answer.body) < 200_000


def answered(
    status: int = 200, body: bytes = b"", url: str = "https://a.example/x", **headers: str
) -> Answer:
    from launchready_ci.http import Timings

    pairs = ((name.replace("_", "-"), value) for name, value in headers.items())
    return Answer("GET", url, status, Headers(pairs), body, Timings())


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (answered(403, cf_mitigated="challenge"), errors.BotChallenge),
        (answered(429, x_vercel_mitigated="challenge"), errors.BotChallenge),
        (answered(202, x_amzn_waf_action="challenge"), errors.BotChallenge),
        (answered(302, location="https://vercel.com/sso-api?url=x"), errors.PreviewPassword),
        (answered(302, location="https://t.cloudflareaccess.com/cdn"), errors.PreviewPassword),
        (answered(401, x_vercel_error="UNAUTHORIZED"), errors.PreviewPassword),
        (answered(401, set_cookie="_vercel_sso_nonce=x"), errors.PreviewPassword),
        (
            answered(401, b"<title>Password protected site</title>", server="Netlify"),
            errors.PreviewPassword,
        ),
        (
            answered(401, url="https://a.example/", www_authenticate='Basic realm="x"'),
            errors.PreviewPassword,
        ),
        (answered(401, www_authenticate="Basic"), type(None)),
        (answered(401, server="Vercel", www_authenticate="Bearer"), type(None)),
        (answered(302, location="/login"), type(None)),
        (answered(200, b"<title>Authentication required</title>"), type(None)),
    ],
)
def test_walls(answer: Answer, kind: type[object]) -> None:
    assert type(wall(answer)) is kind


def test_a_wall_is_an_error(ask: Ask) -> None:
    with (
        web(lambda _: Reply("", 403, [("cf-mitigated", "challenge")])) as server,
        pytest.raises(errors.BotChallenge, match="exempt the gates"),
    ):
        ask(server.url).request("GET", "/")


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (answered(body="ä".encode()), "ä"),
        (answered(body="ä".encode("latin-1"), content_type="text/html; charset=ISO-8859-1"), "ä"),
        (answered(body='<meta charset="windows-1252">ä'.encode("cp1252")), None),
        (answered(body="ä".encode("utf-16")), "ä"),
        (answered(body=b"x", content_type="text/html; charset=idna"), "x"),
        (answered(body=b"\xff", content_type="text/html; charset=no-such"), "\ufffd"),
    ],
    ids=["utf-8", "header", "meta", "byte order mark", "not for bodies", "unknown"],
)
def test_charsets(answer: Answer, text: str | None) -> None:
    assert answer.text == (text or '<meta charset="windows-1252">ä')


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "the body is empty"),
        (b"<html>", "line 1, column 1"),
        (b"[" * 200_000, "nested too deeply"),
        (b"[NaN]", "a number that JSON does not know"),
        (b"\xff", "not in UTF-8"),
    ],
    ids=["nothing", "HTML", "depth", "NaN", "bytes"],
)
def test_no_json(body: bytes, words: str) -> None:
    with pytest.raises(NotJson, match=words):
        _ = answered(body=body).json


PROXY = {"HTTPS_PROXY": "http://proxy.example:3128"}


@pytest.mark.parametrize(
    ("url", "environ", "proxy"),
    [
        ("https://a.example", PROXY, PROXY["HTTPS_PROXY"]),
        ("http://a.example", PROXY, ""),
        ("http://a.example", {"all_proxy": "proxy.example:1"}, "http://proxy.example:1"),
        ("https://localhost", PROXY, ""),
        ("https://127.0.0.1", PROXY, ""),
        ("https://a.example", {**PROXY, "NO_PROXY": ".example"}, ""),
        ("https://a.example", {**PROXY, "no_proxy": "x, a.example:443"}, ""),
        ("https://a.example", {**PROXY, "no_proxy": "a.example:80,b"}, PROXY["HTTPS_PROXY"]),
        ("https://na.example", {**PROXY, "no_proxy": "a.example"}, PROXY["HTTPS_PROXY"]),
        ("https://10.1.2.3", {**PROXY, "no_proxy": "10.0.0.0/8"}, ""),
        ("https://a.example", {**PROXY, "no_proxy": "*"}, ""),
    ],
)
def test_proxies(url: str, environ: dict[str, str], proxy: str) -> None:
    assert proxy_for(origin(parse(url)), environ) == proxy


def test_a_proxy_that_is_used() -> None:
    with web(lambda got: Reply(got.path)) as proxy:
        environ = {"http_proxy": proxy.url.replace("//", "//user:placeholder@")}
        with Client("http://app.example", environ=environ) as client:
            answer = client.request("GET", "/x")

    assert answer.text == "http://app.example/x"
    assert proxy.got[0].headers["proxy-authorization"].startswith("Basic ")


@pytest.mark.parametrize(
    ("talk", "words"),
    [
        (said(b"HTTP/1.1 403 Forbidden\r\n\r\n"), "answered 403"),
        (None, "connection refused"),
    ],
    ids=["it says no", "it is not there"],
)
def test_a_proxy_that_fails(talk: Callable[[socket.socket], None] | None, words: str) -> None:
    with raw(talk or said(b"")) as url:
        there = url if talk else "http://127.0.0.1:1"
        with (
            Client("https://app.example", environ={"https_proxy": there}) as client,
            pytest.raises(errors.ProxyFailed, match=words),
        ):
            client.request("GET", "/")


def test_a_proxy_of_another_kind() -> None:
    with (
        Client("https://app.example", environ={"https_proxy": "socks5://p"}) as client,
        pytest.raises(errors.ProxyFailed, match="http://host:port"),
    ):
        client.request("GET", "/")


def test_what_is_shown_of_a_url() -> None:
    shown = where("GET", "https://name:placeholder@a.example/x?token=placeholder#y")

    assert shown == "GET https://a.example/x"


def test_origins() -> None:
    plain, safe = Origin("http", "a.example", 80), Origin("https", "a.example", 443)

    assert plain.covers(safe)
    assert not safe.covers(plain)
    assert str(Origin("http", "::1", 8000)) == "http://[::1]:8000"


def test_the_main_thread_is_not_needed(ask: Ask, app: Web) -> None:
    client, answers = ask(app.url), list[Answer]()
    thread = threading.Thread(target=lambda: answers.append(client.request("GET", "/")))

    thread.start()
    thread.join(60)

    assert answers[0].status == 200
