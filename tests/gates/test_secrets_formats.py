"""Is every format found wherever people leave it, and nothing that merely looks like it?"""

import base64
import json
from collections import Counter
from collections.abc import Callable
from random import Random

import pytest

from launchready_ci.findings import Severity
from launchready_ci.gates.secrets.engine import Found, Hit, search
from launchready_ci.gates.secrets.formats import FORMATS, Format
from launchready_ci.sources import Text
from tests.gates import secret_lookalikes, secret_samples, secret_syntaxes

TWINS = {"LR-SEC180": "LR-SEC182", "LR-SEC181": "LR-SEC183"}
"""The same secret: in quotes, and without them where a file needs none."""


def hits(path: str, text: str) -> tuple[Hit, ...]:
    (found,) = search([Text(path, text.encode())])
    assert isinstance(found, Found)
    return found.hits


def names(path: str, text: str) -> list[str]:
    return [hit.format.name for hit in hits(path, text)]


def escaped(value: str) -> str:
    return json.dumps(value)[1:-1]


def notebook(name: str, value: str) -> str:
    return json.dumps({"cells": [{"source": [f'{name} = "{escaped(value)}"\n']}]}, indent=1)


Context = tuple[str, Callable[[str, str], str]]

CONTEXTS: dict[str, Context] = {
    "env file": (".env", lambda n, v: f"A=1\n{n}={escaped(v)}\nB=2\n"),
    "python": ("app/settings.py", lambda n, v: f'import os\n{n} = "{escaped(v)}"\n'),
    "keyword argument": ("app/main.py", lambda n, v: f'c = C(h, {n.lower()}="{escaped(v)}")\n'),
    "typescript": ("src/app.ts", lambda n, v: f"const {n}: string = '{escaped(v)}';\n"),
    "yaml": ("deploy.yaml", lambda n, v: f"env:\n  {n}: {json.dumps(v)}\n"),
    "json": ("config.json", lambda n, v: json.dumps({"a": 1, n: v}, indent=1)),
    "shell": ("run.sh", lambda n, v: f'export {n}="{escaped(v)}"\n'),
    "notebook": ("work.ipynb", notebook),
    "dockerfile": ("Dockerfile", lambda n, v: f'FROM x\nENV {n}="{escaped(v)}"\n'),
    "prose": ("notes.log", lambda n, v: f"Then put {n}: {escaped(v)} into it\n"),
}  # fmt: skip


def contexts(format_id: str) -> dict[str, Context]:
    """Where a format may stand: some are lines of their own, some belong to one syntax."""
    if not secret_samples.MAKERS[format_id][0]:
        return {"a line of its own": ("config.ini", lambda _, v: f"{v}\n")}
    if format_id == "LR-SEC003":
        return {"json": CONTEXTS["json"]}
    if format_id in ("LR-SEC182", "LR-SEC183"):
        return {"env file": CONTEXTS["env file"]}
    if format_id in ("LR-SEC181", "LR-SEC201"):
        return {k: v for k, v in CONTEXTS.items() if k not in ("prose", "env file")}
    return CONTEXTS


def found(row: Format, context: Context, seed: int) -> bool:
    sample = secret_samples.sample(row.id, Random(f"{row.id} {seed}"))
    path, write = context
    path = f"firebase/{path}" if row.id == "LR-SEC028" else path
    seen = {hit.format.id for hit in hits(path, write(sample.name, sample.value))}
    return bool(seen & {row.id, TWINS.get(row.id, row.id)})


@pytest.mark.parametrize("row", FORMATS, ids=lambda row: row.name)
def test_a_format_is_found_in_every_context(row: Format) -> None:
    places = contexts(row.id)

    missed = [
        (name, seed)
        for name, context in places.items()
        for seed in range(5)
        if not found(row, context, seed)
    ]

    assert len(missed) <= 0.2 * 5 * len(places), missed


def test_of_all_formats_in_all_contexts_nearly_all_are_found() -> None:
    tried = [
        found(row, context, seed)
        for row in FORMATS
        for context in contexts(row.id).values()
        for seed in range(10, 12)
    ]

    assert sum(tried) / len(tried) >= 0.98


def test_what_only_its_name_announces_is_found_in_nearly_every_syntax() -> None:
    cases = list(secret_syntaxes.cases(1))

    missed = [
        (case.syntax, case.kind)
        for case in cases
        if all(hit.format.severity < Severity.ERROR for hit in hits(case.path, case.text))
    ]

    assert len(missed) <= 0.08 * len(cases), missed


def test_look_alikes_are_no_errors() -> None:
    count, errors = 0, Counter[str]()

    for kind, line in secret_lookalikes.lines(80, Random(7)):
        count += 1
        if any(hit.format.severity is Severity.ERROR for hit in hits(line.path, line.text + "\n")):
            errors[kind] += 1

    assert len(secret_lookalikes.KINDS) >= 40
    assert count >= 5000
    assert errors.total() <= count / 1000, errors


@pytest.mark.parametrize("row", FORMATS, ids=lambda row: row.name)
def test_a_row_is_complete(row: Format) -> None:
    assert row.id.startswith("LR-SEC")
    assert len(row.id) == len("LR-SEC000")
    assert row.name == row.name.lower().replace(" ", "-")
    assert row.title
    assert row.opens.endswith(".")
    assert row.revoke.endswith(".")
    assert row.id in secret_samples.MAKERS, "tests/gates/secret_samples.py has no maker for it"


def test_ids_and_names_are_unique() -> None:
    ids, titles = [row.id for row in FORMATS], [row.name for row in FORMATS]

    assert len(set(ids)) == len(ids)
    assert len(set(titles)) == len(titles)
    assert set(secret_samples.MAKERS) == set(ids)


PASSWORD = secret_samples.fill("{8a}7x", Random(5))
TOKEN = secret_samples.fill("{24a}7x", Random(5))

ASSIGNED = {
    "python subscript": ("a.py", "config['db_password'] = '{p}'"),
    "python annotation": ("a.py", 'PASSWORD: str = "{p}"'),
    "python default": ("a.py", 'KEY = os.environ.get("SECRET_KEY", "{t}")'),
    "python wrapper": ("a.py", 'api_key = SecretStr("{t}")'),
    "python call": ("a.py", 'requests.get(url, auth=("admin", "{p}"))'),
    "javascript fallback": ("a.js", "const s = process.env.JWT_SECRET || '{t}';"),
    "javascript property": ("a.js", "clientSecret: `{t}`,"),
    "jwt call": ("a.js", 'jwt.sign(payload, "{t}")'),
    "java constant": ("A.java", 'private static final String PASSWORD = "{p}";'),
    "java setter": ("A.java", 'source.setPassword("{p}");'),
    "spring default": ("A.java", '@Value("${{db.password:{p}}}")'),
    "go short form": ("a.go", 'password := "{p}"'),
    "csharp connection string": ("a.cs", '"Server=x;User Id=sa;Password={p};"'),
    "php define": ("a.php", "define('DB_PASSWORD', '{p}');"),
    "php array": ("a.php", "'password' => '{p}',"),
    "ruby hash": ("a.rb", ":password => '{p}'"),
    "kotlin": ("A.kt", 'val apiKey: String = "{t}"'),
    "swift": ("A.swift", 'let apiKey = "{t}"'),
    "rust": ("a.rs", 'let password: &str = "{p}";'),
    "c macro": ("a.c", '#define WIFI_PASSWORD "{p}"'),
    "r arrow": ("a.r", 'token <- "{t}"'),
    "yaml": ("a.yaml", "password: {p}"),
    "compose list": ("docker-compose.yml", "      - DB_PASSWORD={p}"),
    "kubernetes pair": ("a.yml", "    - name: API_TOKEN\n      value: {t}"),
    "properties": ("a.properties", "spring.datasource.password={p}"),
    "ini": ("a.ini", "password = {p}"),
    "terraform": ("a.tf", '  password = "{p}"'),
    "dockerfile": ("Dockerfile", "ENV DB_PASSWORD {p}"),
    "shell prefix": ("a.sh", "PGPASSWORD={p} psql -h x"),
    "shell default": ("a.sh", "${{DB_PASSWORD:-{p}}}"),
    "mysql option": ("a.sh", "mysql -uroot -p{p} db"),
    "long option": ("a.sh", "tool --password {p}"),
    "curl user": ("a.sh", "curl -u admin:{p} https://x.io"),
    "curl header": ("a.sh", 'curl -H "Authorization: Bearer {t}" https://x.io'),
    "sql": ("a.sql", "ALTER USER a WITH PASSWORD '{p}';"),
    "xml element": ("a.xml", "<password>{p}</password>"),
    "xml attributes": ("a.config", '<add key="ApiKey" value="{t}"/>'),
    "android string": ("strings.xml", '<string name="api_key">{t}</string>'),
    "property list": ("a.plist", "<key>ApiKey</key>\n<string>{t}</string>"),
    "json": ("a.json", '"client_secret":"{t}"'),
    "escaped json": ("a.json", '\\"password\\": \\"{p}\\"'),
    "query": ("a.http", "https://x.io/a?api_key={t}&x=1"),
    "gradle": ("build.gradle", 'storePassword "{p}"'),
    "prose": ("README.md", "- Password: {p}"),
    "terraform default": (
        "a.tf",
        'variable "db_password" {{\n  type = string\n  default = "{p}"\n}}',
    ),
    "argparse default": ("a.py", 'add_argument("--token", type=str, default="{t}")'),
    "pydantic default": ("a.py", '    api_key: str = Field(default="{t}", repr=False)'),
    "python fallback": ("a.py", "KEY = os.environ.get('API_KEY') or '{t}'"),
    "python continued": ("a.py", 'api_key = (\n    "{t}"\n)'),
    "python comment": ("a.py", "# old api_key: {t}"),
    "yaml block": ("a.yaml", "api_key: >-\n  {t}"),
    "yaml anchor": ("a.yaml", 'password: &shared "{p}"'),
    "csharp property": ("a.cs", 'public string Password {{ get; set; }} = "{p}";'),
    "visual basic": ("a.vb", 'Dim password As String = "{p}"'),
    "c array": ("a.c", 'char wifi_password[] = "{p}";'),
    "objective-c macro": ("a.h", '#define kApiKey @"{t}"'),
    "android field": ("build.gradle", 'buildConfigField "String", "API_KEY", "\\"{t}\\""'),
    "hadoop property": ("a.xml", "<name>fs.secret.key</name>\n  <value>{t}</value>"),
    "setter": ("a.go", 'os.Setenv("DB_PASSWORD", "{p}")'),
    "query of a url": ("a.js", "fetch('https://x.io/v1?session_token={t}&n=1')"),
    "bind": ("a.py", 'conn.simple_bind_s("cn=admin,dc=x", "{p}")'),
    "ldap directive": ("ldap.conf", "bindpw {p}"),
    "json unicode": ("a.json", '{{"client_secret": "{t}\\u003d"}}'),
}


@pytest.mark.parametrize(("path", "template"), ASSIGNED.values(), ids=ASSIGNED.keys())
def test_an_assigned_secret_is_found_in_every_syntax(path: str, template: str) -> None:
    text = template.format(p=PASSWORD, t=TOKEN) + "\n"

    errors = [hit for hit in hits(path, text) if hit.format.severity is Severity.ERROR]

    assert len(errors) == 1
    assert errors[0].value.decode().rstrip("=") in (PASSWORD, TOKEN)


NOTHING = {
    "reference": ("a.py", 'password = os.environ["DB_PASSWORD"]'),
    "template": ("a.yaml", "password: ${DB_PASSWORD}"),
    "expression": ("a.yml", "token: ${{ secrets.TOKEN }}"),
    "itself": ("a.py", 'password = "password"'),
    "its own name": ("a.py", 'token = "access_token"'),
    "placeholder": ("a.env", "API_KEY=your-api-key-here"),
    "type": ("a.ts", "password: string;"),
    "none": ("a.py", "password = None"),
    "path": ("a.yml", "private_key: /etc/ssl/private/app.key"),
    "label": ("a.html", '<label for="password">Password</label>'),
    "public key": ("a.py", 'PUBLIC_KEY = "{b}="'),
    "cache key": ("a.py", 'cache_key = "{h}"'),
    "page token": ("a.json", '"next_page_token": "{t}"'),
    "translation": ("locale/ja.json", '"password": "\\u30d1\\u30b9\\u30ef\\u30fc\\u30c9"'),
    "bare header": ("a.py", 'if text.startswith("-----BEGIN PRIVATE KEY-----"):'),
    "readme badge": ("README.md", "https://x.io/graph/badge.svg?token=aXdmn98Yu2"),
    "identifier": ("a.js", "const token = 'microsoftOAuth2Api';"),
    "name in prose": ("a.md", "The password is required."),
    "armour in code": ("a.py", "-----BEGIN PRIVATE KEY-----(\n{names}-----END PRIVATE KEY-----"),
    "template url": ("a.py", 'url = "postgres://{user}:{password}@{host}/db"'),
}  # fmt: skip


@pytest.mark.parametrize(("path", "text"), NOTHING.values(), ids=NOTHING.keys())
def test_what_is_no_secret_is_no_finding(path: str, text: str) -> None:
    random = Random(6)
    text = text.replace("{names}", "describe_certificates_of_an_account()\n" * 4)
    for place, template in (("{t}", "{26a}"), ("{b}", "{43b}"), ("{h}", "{40h}")):
        text = text.replace(place, secret_samples.fill(template, random))

    found_names = names(path, text + "\n")

    assert found_names == []


def armoured(label: str, body: bytes) -> str:
    text = base64.b64encode(body).decode()
    lines = [text[at : at + 70] for at in range(0, len(text), 70)]
    return "\n".join((f"-----BEGIN {label}-----", *lines, f"-----END {label}-----"))


@pytest.mark.parametrize(
    ("cipher", "name"),
    [(b"none", "private-key"), (b"aes256-ctr", "encrypted-private-key")],
    ids=["no passphrase", "passphrase"],
)
def test_an_openssh_key_is_a_key(cipher: bytes, name: str) -> None:
    head = b"openssh-key-v1\0" + len(cipher).to_bytes(4) + cipher
    key = head + b"\0\0\0\4none" + bytes(7) + b"\1\0\0\0\x33\0\0\0\x0bssh-ed25519"

    found_names = names(
        "id_ed25519", armoured("OPENSSH PRIVATE KEY", key + Random(4).randbytes(180))
    )

    assert found_names == [name]


def test_a_key_in_wrapped_base64_is_a_key() -> None:
    key = armoured("PRIVATE KEY", Random(4).randbytes(600))
    account = json.dumps({"type": "service_account", "private_key": key}, indent=2)

    for plain in (key, account):
        text = base64.encodebytes(plain.encode()).decode()
        assert names("secret.yaml", f"data: |\n  {text}") == ["base64-private-key"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (".env", "AWS_ACCESS_KEY_ID={id}\nAWS_SECRET_ACCESS_KEY={secret}\n"),
        ("credentials", "aws_access_key_id = {id}\naws_secret_access_key = {secret}\n"),
        ("a.json", '"AccessKeyId": "{id}",\n"UserName": "a",\n"SecretAccessKey": "{secret}"\n'),
    ],
    ids=["env file", "credentials", "json"],
)
def test_both_halves_of_an_aws_key_are_one_finding(path: str, text: str) -> None:
    id_ = secret_samples.sample("LR-SEC020", Random(1)).value
    secret = secret_samples.fill("{40b}", Random(2))

    (hit,) = hits(path, text.format(id=id_, secret=secret))

    assert hit.format.name == "aws-key-pair"
    assert (hit.line, hit.end_line) == (1, text.count("\n"))


DJANGO = "abcdefghijklmnopqrstuvwxyz0123456789!@#$%^&*(-_=+)"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (".env", "SECRET_KEY={0}\n"),
        (".env", "export SECRET_KEY='{0}'\n"),
        ("app/settings.py", "SECRET_KEY = '{0}'\n"),
        (".env", "SECRET_KEY=django-insecure-{0}\n"),
        ("app/settings.py", "SECRET_KEY = 'django-insecure-{0}'\n"),
    ],
    ids=["env", "quoted env", "settings", "generated env", "generated settings"],
)
def test_any_django_key_is_an_error(path: str, text: str) -> None:
    random = Random(3)
    keys = ["".join(random.choices(DJANGO, k=50)) for _ in range(200)]

    missed = [
        key
        for key in keys
        if [hit.format.severity for hit in hits(path, text.format(key))] != [Severity.ERROR]
    ]

    assert len(missed) <= 4


def test_a_made_up_checksum_is_a_warning() -> None:
    sample = secret_samples.sample("LR-SEC102", Random(1))

    found_hits = hits("a.txt", f"see {sample.value}\n")

    assert [hit.format.name for hit in found_hits] == ["github-token-checksum"]
    assert found_hits[0].format.severity is Severity.WARNING


def test_keys_that_documentation_publishes_are_no_finding() -> None:
    aws = "AKIA" + "IOSFODNN7" + "EXAMPLE"
    stripe = "sk_test_" + "4eC39HqLyjWD" + "arjtT1zdp7dc"

    found_names = names("README.md", f"key {aws}\nstripe.api_key = {stripe}\n")

    assert found_names == []


def test_keys_made_for_browsers_are_notes() -> None:
    anonymous = secret_samples.sample("LR-SEC012", Random(2)).value
    publishable = secret_samples.sample("LR-SEC063", Random(2)).value

    found_hits = hits("app.js", f"a('{anonymous}');\nb('{publishable}');\n")

    assert {hit.format.severity for hit in found_hits} == {Severity.NOTE}
    assert len(found_hits) == 2
