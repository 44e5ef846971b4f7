"""Writes a named secret as people write it down: in many languages, formats, documents and logs.

Nothing here is tuned to what the table of formats knows: a syntax that is missed stays in.
"""

import base64
import html
import json
import string
from collections.abc import Callable, Iterator
from random import Random
from typing import NamedTuple
from urllib.parse import quote

from tests.gates import secret_samples

ALPHANUMERIC = string.ascii_letters + string.digits
DJANGO = string.ascii_lowercase + string.digits + "!@#$%^&*(-_=+)"
WORDS = [
    "summer",
    "winter",
    "dragon",
    "coffee",
    "garden",
    "orange",
    "silver",
    "monkey",
    "rocket",
    "tiger",
    "castle",
    "bridge",
]
PASSWORDS = [
    "db_password",
    "smtp_password",
    "admin_password",
    "redis_password",
    "password",
    "mail_pass",
    "user_pwd",
]
TOKENS = [
    "api_key",
    "secret_key",
    "jwt_secret",
    "client_secret",
    "access_token",
    "auth_token",
    "webhook_secret",
    "signing_key",
    "encryption_key",
    "session_secret",
    "api_token",
    "app_secret",
    "bot_token",
    "refresh_token",
    "license_key",
]


def memorable(random: Random) -> str:
    """What a person types: words, a year, a sign."""
    first, second = random.sample(WORDS, 2)
    tail = f"{random.choice('!@#$*')}{random.randrange(10, 99)}"
    return random.choice(
        (
            f"{first.title()}{random.randrange(1000, 9999)}!",
            f"{first.title()}{second.title()}{tail}",
        )
    )


def filled(template: str) -> Callable[[Random], str]:
    return lambda random: secret_samples.fill(template, random)


def base64_of(size: int) -> Callable[[Random], str]:
    return lambda random: base64.b64encode(random.randbytes(size)).decode()


PASSWORD_KINDS: dict[str, Callable[[Random], str]] = {
    "memorable password": memorable,
    "random password": filled("{6a}4{5a}"),
    "password with signs": lambda r: "".join(r.choices(ALPHANUMERIC + "!@%^*-_=+.", k=13)) + "7x",
}
TOKEN_KINDS: dict[str, Callable[[Random], str]] = {
    "32 hex digits": filled("{32h}"),
    "64 hex digits": filled("{64h}"),
    "UUID": filled("{uuid}"),
    "base64 of 32 bytes": base64_of(32),
    "24 letters and digits": filled("{22a}4x"),
    "20 capitals and digits": filled("{18u}4X"),
    "Django's key": lambda r: "".join(r.choices(DJANGO, k=50)),
}


class Case(NamedTuple):
    """A secret in a file."""

    syntax: str
    kind: str
    path: str
    text: str
    value: str


def camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(word.title() for word in rest)


def pascal(name: str) -> str:
    return "".join(word.title() for word in name.split("_"))


def kebab(name: str) -> str:
    return name.replace("_", "-")


def double(value: str) -> str:
    return json.dumps(value)


def single(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


Writer = Callable[[str, str], str]

# syntax -> (path, how to write a name and its value)
SYNTAXES: dict[str, tuple[str, Writer]] = {
    "dotenv": (".env.production", lambda n, v: f"{n.upper()}={v}"),
    "dotenv, quoted": (".env", lambda n, v: f"export {n.upper()}={single(v)}"),
    "dotenv, commented out": (".env.local", lambda n, v: f"# {n.upper()}={v}"),
    "helm values": ("charts/app/values.yaml", lambda n, v: f"auth:\n  {camel(n)}: {double(v)}"),
    "helm set": ("deploy.sh", lambda n, v: f"helm upgrade a . --set auth.{camel(n)}='{v}' --wait"),
    "tfvars": ("prod.tfvars", lambda n, v: f"{n} = {double(v)}"),
    "terraform default": ("variables.tf", lambda n, v: f'variable "{n}" {{\n  type    = string\n  default = {double(v)}\n}}'),
    "terraform task": ("ecs.tf", lambda n, v: f'environment = [{{ name = "{n.upper()}", value = {double(v)} }}]'),
    "workflow env": (".github/workflows/ci.yml", lambda n, v: f"    env:\n      {n.upper()}: {double(v)}"),
    "workflow run": (".github/workflows/ci.yml", lambda n, v: f"      - run: {n.upper()}='{v}' ./deploy.sh"),
    "compose mapping": ("docker-compose.yml", lambda n, v: f"    environment:\n      {n.upper()}: '{v}'"),
    "compose list": ("compose.yaml", lambda n, v: f"    environment:\n      - {n.upper()}={v}"),
    "java properties": ("application.properties", lambda n, v: f"app.{kebab(n)}={v}"),
    "spring yaml": ("application-prod.yml", lambda n, v: f"app:\n  datasource:\n    {kebab(n)}: {double(v)}"),
    "java constant": ("A.java", lambda n, v: f"  private static final String {n.upper()} = {double(v)};"),
    "java setter": ("A.java", lambda n, v: f"    config.set{pascal(n)}({double(v)});"),
    "java builder": ("A.java", lambda n, v: f"        .{camel(n)}({double(v)})"),
    "java put": ("A.java", lambda n, v: f'    props.put("{n.replace("_", ".")}", {double(v)});'),
    "c# property": ("A.cs", lambda n, v: f"    public string {pascal(n)} {{ get; set; }} = {double(v)};"),
    "c# initializer": ("A.cs", lambda n, v: f'    var o = new Options {{ Host = "h", {pascal(n)} = {double(v)} }};'),
    "appsettings": ("appsettings.json", lambda n, v: f'  "Auth": {{\n    "{pascal(n)}": {double(v)}\n  }}'),
    "web.config": ("web.config", lambda n, v: f'    <add key="{pascal(n)}" value="{html.escape(v)}" />'),
    "php array": ("config.php", lambda n, v: f"    '{n}' => {single(v)},"),
    "php define": ("config.php", lambda n, v: f"define( '{n.upper()}', {single(v)} );"),
    "php env default": ("config.php", lambda n, v: f"    '{n}' => env('{n.upper()}', {single(v)}),"),
    "ruby hash": ("a.rb", lambda n, v: f"  {n}: {single(v)},"),
    "ruby fetch": ("a.rb", lambda n, v: f"  config.{n} = ENV.fetch('{n.upper()}', {single(v)})"),
    "go struct": ("main.go", lambda n, v: f'cfg := Config{{\n\t\tHost: "x",\n\t\t{pascal(n)}: {double(v)},\n\t}}'),
    "go raw string": ("main.go", lambda n, v: f"\t{camel(n)} := `{v}`"),
    "go setenv": ("main.go", lambda n, v: f'\tos.Setenv("{n.upper()}", {double(v)})'),
    "kotlin": ("A.kt", lambda n, v: f"    private const val {n.upper()} = {double(v)}"),
    "gradle field": ("build.gradle", lambda n, v: f'buildConfigField "String", "{n.upper()}", "\\"{v}\\""'),
    "swift": ("A.swift", lambda n, v: f"    static let {camel(n)} = {double(v)}"),
    "objective-c": ("k.h", lambda n, v: f"#define k{pascal(n)} @{double(v)}"),
    "dart": ("a.dart", lambda n, v: f"  static const String {camel(n)} = {single(v)};"),
    "rust": ("a.rs", lambda n, v: f"    const {n.upper()}: &str = {double(v)};"),
    "scala": ("A.scala", lambda n, v: f"  val {camel(n)} = {double(v)}"),
    "elixir": ("prod.exs", lambda n, v: f"  {n}: {double(v)}"),
    "clojure": ("a.clj", lambda n, v: f"  {{:{kebab(n)} {double(v)}}}"),
    "perl": ("a.pl", lambda n, v: f"my ${n} = {single(v)};"),
    "powershell": ("a.ps1", lambda n, v: f"Connect-Thing -User admin -{pascal(n)} '{v}'"),
    "batch": ("run.bat", lambda n, v: f"set {n.upper()}={v}"),
    "visual basic": ("a.vb", lambda n, v: f'    Dim {camel(n)} As String = "{v}"'),
    "c array": ("a.c", lambda n, v: f"char {n}[] = {double(v)};"),
    "arduino": ("secrets.h", lambda n, v: f"#define {n.upper()} {double(v)}"),
    "sql insert": ("seed.sql", lambda n, v: f"INSERT INTO settings (name, value) VALUES ('{n}', '{v}');"),  # noqa: S608 - text of a file
    "here document": ("setup.sh", lambda n, v: f"cat > conf <<EOF\n{n}={v}\nEOF"),
    "docker run": ("run.sh", lambda n, v: f"docker run -d -e {n.upper()}={v} -p 80:80 app"),
    "dockerfile": ("Dockerfile", lambda n, v: f"ENV {n.upper()} {v}"),
    "curl header": ("docs/api.md", lambda n, v: f"curl -H 'X-{kebab(n).title()}: {v}' https://api.acme.io/v1"),
    "curl body": ("a.sh", lambda n, v: f"curl https://api.acme.io/login -d '{json.dumps({'user': 'a', n: v})}'"),
    "query": ("a.js", lambda n, v: f"fetch('https://api.acme.io/v1?{n}={quote(v, safe='')}&limit=10')"),
    "postman": ("a.postman_collection.json", lambda n, v: f'{{\n  "key": "{camel(n)}",\n  "value": {double(v)},\n  "type": "string"\n}}'),
    "postman, value first": ("a.postman_environment.json", lambda n, v: f'{{"value": {double(v)}, "key": "{n}"}}'),
    "notebook": ("a.ipynb", lambda n, v: f'  "source": [{double(f"{n} = {double(v)}")}]'),
    "kubernetes secret": ("secret.yaml", lambda n, v: f"kind: Secret\ndata:\n  {n}: {base64.b64encode(v.encode()).decode()}"),
    "kubernetes env": ("deploy.yaml", lambda n, v: f"        - name: {n.upper()}\n          value: {double(v)}"),
    "xml attribute": ("server.xml", lambda n, v: f'  <Connector port="1" {camel(n)}="{html.escape(v)}" />'),
    "xml element": ("settings.xml", lambda n, v: f"      <{camel(n)}>{html.escape(v)}</{camel(n)}>"),
    "xml property": ("core-site.xml", lambda n, v: f"  <name>fs.{n}</name>\n  <value>{html.escape(v)}</value>"),
    "android strings": ("res/values/strings.xml", lambda n, v: f'    <string name="{n}">{html.escape(v)}</string>'),
    "property list": ("Info.plist", lambda n, v: f"\t<key>{pascal(n)}</key>\n\t<string>{html.escape(v)}</string>"),
    "ini": ("app.ini", lambda n, v: f"[a]\n{n} = {v}"),
    "toml": ("config.toml", lambda n, v: f"[auth]\n{n} = {double(v)}"),
    "csv": ("users.csv", lambda n, v: f"id,user,{n}\n7,ana,{v}"),
    "log line": ("app.log", lambda n, v: f"2026-02-03 10:11:12 INFO connecting user=app {n}={v} host=db1"),
    "comment": ("a.py", lambda n, v: f"# old {n}: {v}"),
    "python": ("a.py", lambda n, v: f"{n} = {double(v)}"),
    "python argument": ("a.py", lambda n, v: f"client = Client(host, {n}={double(v)}, timeout=3)"),
    "python fallback": ("a.py", lambda n, v: f"X = os.environ.get('{n.upper()}') or {single(v)}"),
    "python bytes": ("a.py", lambda n, v: f"{n.upper()} = b{single(v)}"),
    "python field": ("a.py", lambda n, v: f"    {n}: str = Field(default={double(v)}, repr=False)"),
    "python continued": ("a.py", lambda n, v: f"{n} = (\n    {double(v)}\n)"),
    "python option": ("a.py", lambda n, v: f'add_argument("--{kebab(n)}", type=str, default={double(v)})'),
    "javascript object": ("a.js", lambda n, v: f"  {camel(n)}: {single(v)},"),
    "typescript class": ("a.ts", lambda n, v: f"  private readonly {camel(n)}: string = {single(v)};"),
    "typescript fallback": ("a.ts", lambda n, v: f"  {camel(n)}: process.env.{n.upper()} ?? {single(v)},"),
    "javascript header": ("a.js", lambda n, v: f"  headers: {{ 'X-{kebab(n).title()}': {single(v)} }},"),
    "local storage": ("a.js", lambda n, v: f"localStorage.setItem('{camel(n)}', {single(v)});"),
    "apache": ("a.conf", lambda n, v: f'SetEnv {n.upper()} "{v}"'),
    "systemd": ("a.service", lambda n, v: f'Environment="{n.upper()}={v}"'),
    "crontab": ("crontab", lambda n, v: f"0 3 * * * {n.upper()}={v} /opt/backup.sh"),
    "markdown list": ("SETUP.md", lambda n, v: f"* {n.replace('_', ' ').title()}: `{v}`"),
    "markdown table": ("NOTES.md", lambda n, v: f"| {n.replace('_', ' ')} | {v} |"),
    "json in a string": ("a.json", lambda n, v: json.dumps({"config": json.dumps({n: v})})),
    "json escapes": ("a.json", lambda n, v: f'{{"{n}": "{"".join(f"{chr(92)}u{ord(c):04x}" for c in v)}"}}'),
    "yaml block": ("a.yaml", lambda n, v: f"{n}: >-\n  {v}"),
    "yaml anchor": ("a.yaml", lambda n, v: f"  {n}: &shared {double(v)}"),
}  # fmt: skip


def cases(seeds: int) -> Iterator[Case]:
    """Every kind of secret in every syntax, so many times."""
    kinds = [(kind, make, PASSWORDS) for kind, make in PASSWORD_KINDS.items()]
    kinds += [(kind, make, TOKENS) for kind, make in TOKEN_KINDS.items()]
    for syntax, (path, write) in SYNTAXES.items():
        for kind, make, names in kinds:
            for seed in range(seeds):
                random = Random(f"{syntax} {kind} {seed}")
                value = make(random)
                yield Case(syntax, kind, path, write(random.choice(names), value) + "\n", value)
