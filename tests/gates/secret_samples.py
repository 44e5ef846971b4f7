"""Makes one sample of every format, at run time and from a seed: none of them is ever committed.

A sample is the name that it is usually assigned to and its value. Values are written as templates:
``{32h}`` is 32 hex digits, ``a`` letters and digits, ``l`` lower case and digits, ``u`` upper case
and digits, ``w`` letters, digits, ``_`` and ``-``, ``b`` base64, ``d`` digits, ``{uuid}`` a UUID.
"""

import base64
import hashlib
import json
import re
import string
import zlib
from collections.abc import Callable
from random import Random
from typing import NamedTuple

ALPHABETS = {
    "h": "0123456789abcdef",
    "a": string.ascii_letters + string.digits,
    "l": string.ascii_lowercase + string.digits,
    "u": string.ascii_uppercase + string.digits,
    "w": string.ascii_letters + string.digits + "_-",
    "b": string.ascii_letters + string.digits + "+/",
    "d": string.digits,
    "r": string.ascii_uppercase + "234567",
}
BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase


class Sample(NamedTuple):
    """What a format finds: the value, under the name that announces it."""

    name: str
    value: str


def fill(template: str, random: Random) -> str:
    """The template with random characters in its places."""

    def one(match: "re.Match[str]") -> str:
        if match[0] == "{uuid}":
            return fill("{8h}-{4h}-{4h}-{4h}-{12h}", random)
        alphabet = ALPHABETS[match[2]]
        body = random.choices(alphabet, k=int(match[1]))
        if match[2] in "wb" and len(body) > 2:
            # a word boundary follows real tokens in most texts; the inside has everything
            body[0], body[-1] = random.choices(ALPHABETS["a"], k=2)
        return "".join(body)

    return re.sub(r"\{(\d+)([halubwdr])\}|\{uuid\}", one, template)


def base(number: int, digits: str, width: int) -> str:
    text = ""
    while number:
        number, rest = divmod(number, len(digits))
        text = digits[rest] + text
    return text.rjust(width, digits[0])


def base64url(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def crc62(prefix: str, size: int) -> Callable[[Random], str]:
    def make(random: Random) -> str:
        body = fill(f"{{{size}a}}", random)
        return prefix + body + base(zlib.crc32(body.encode()), BASE62, 6)

    return make


def broken(make: Callable[[Random], str]) -> Callable[[Random], str]:
    """The same with one character of its checksum changed."""

    def altered(random: Random) -> str:
        value = make(random)
        return value[:-9] + ("3" if value[-9] != "3" else "4") + value[-8:]

    return altered


def fine_grained(random: Random) -> str:
    body = fill("github_pat_1{21a}_{43a}", random)
    check = base64.b32encode(hashlib.sha256(body.encode()).digest())[:8].decode()
    return body + check + fill("{8a}", random)


def routable(random: Random) -> str:
    body = fill("glpat-{40a}.01.1{1l}", random)
    return body + base(zlib.crc32(body.encode()), string.digits + string.ascii_lowercase, 7)


def atlassian(template: str) -> Callable[[Random], str]:
    def make(random: Random) -> str:
        body = fill(template, random)
        return f"{body}{zlib.crc32(body.encode()):08X}"

    return make


def grafana(random: Random) -> str:
    body = fill("glsa_{32a}", random)
    return f"{body}_{zlib.crc32(body.encode()).to_bytes(4, 'little').hex()}"


def grafana_key(random: Random) -> str:
    text = json.dumps({"k": fill("{32a}", random), "n": "ci", "id": 1}, separators=(",", ":"))
    return base64.b64encode(text.encode()).decode()


def aws_key(random: Random) -> str:
    account = random.randrange(10**11, 10**12)
    head = (account << 7) | (1 << 47) | random.randrange(128)
    raw = head.to_bytes(6, "big") + random.randbytes(4)
    key = base64.b32encode(raw).decode()
    return "AKIA" + key


def jwt(**claims: object) -> Callable[[Random], str]:
    def make(random: Random) -> str:
        header = base64url('{"alg":"HS256","typ":"JWT"}')
        body = base64url(json.dumps({"iss": "app", **claims, "jti": fill("{16h}", random)}))
        return f"{header}.{body}.{fill('{43w}', random)}"

    return make


def discord(random: Random) -> str:
    user = base64url(str(random.randrange(10**17, 10**18)))
    return f"{user}.{fill('{6a}.{38w}', random)}"


def pypi(random: Random) -> str:
    raw = b"\x02\x01\x08pypi.org\x02\x24" + random.randbytes(96)
    return "pypi-" + base64.urlsafe_b64encode(raw).decode().rstrip("=")


def sentry(random: Random) -> str:
    claims = {"iat": 1720000000.1, "url": "https://sentry.io", "org": fill("{8l}", random)}
    return (
        f"sntrys_{base64.b64encode(json.dumps(claims).encode()).decode()}_{fill('{43b}', random)}"
    )


def pem(label: str, *, size: int = 900, head: str = "") -> Callable[[Random], str]:
    def make(random: Random) -> str:
        text = base64.b64encode(random.randbytes(size)).decode()
        lines = [text[at : at + 64] for at in range(0, len(text), 64)]
        body = "\n".join(lines)
        return f"-----BEGIN {label}-----\n{head}{body}\n-----END {label}-----"

    return make


def putty(random: Random) -> str:
    body = base64.b64encode(random.randbytes(120)).decode()
    public = base64.b64encode(random.randbytes(90)).decode()
    return (
        "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: deploy\nPublic-Lines: 2\n"
        f"{public[:64]}\n{public[64:]}\nPrivate-Lines: 3\n{body[:64]}\n{body[64:128]}\n{body[128:]}"
    )


def ssh2(random: Random) -> str:
    body = fill("{64b}", random)
    label = "SSH2 ENCRYPTED PRIVATE KEY"
    return f"---- BEGIN {label} ----\n{body}\n---- END {label} ----"


def age(random: Random) -> str:
    bech32 = "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L"
    return "AGE-SECRET-KEY-1" + "".join(random.choices(bech32, k=58))


def base64_of(make: Callable[[Random], str]) -> Callable[[Random], str]:
    return lambda random: base64.b64encode(make(random).encode()).decode()


def basic(random: Random) -> str:
    return "Basic " + base64.b64encode(fill("deploy:{14a}", random).encode()).decode()


def docker(random: Random) -> str:
    auth = base64.b64encode(fill("deploy:{16a}", random).encode()).decode()
    return json.dumps({"auth": auth})


def bitbucket_server(random: Random) -> str:
    raw = str(random.randrange(10**11, 10**12)).encode() + b":" + random.randbytes(20)
    return "BBDC-" + base64.b64encode(raw).decode()[:44]


TEAMS = "https://acme.webhook.office.com/webhookb2/{uuid}@{uuid}/IncomingWebhook/{32h}/{uuid}"
FLOW = (
    "https://prod-12.westeurope.logic.azure.com:443/workflows/{32h}/triggers/manual/paths/invoke"
    "?api-version=2016-06-01&sv=1.0&sig={43w}"
)
BLOB = "https://acct.blob.core.windows.net/c?sv=2022-11-02&sp=rl&se=2027-01-01&sig={42a}%3D"

Maker = str | Callable[[Random], str]

# id -> (name, how to make its value)
MAKERS: dict[str, tuple[str, Maker]] = {
    "LR-SEC001": ("SSH_KEY", pem("RSA PRIVATE KEY")),
    "LR-SEC002": ("SSH_KEY", pem("ENCRYPTED PRIVATE KEY")),
    "LR-SEC003": ("private_key", pem("PRIVATE KEY")),
    "LR-SEC004": ("KEY_FILE", putty),
    "LR-SEC005": ("KEY_FILE", ssh2),
    "LR-SEC006": ("KEY_B64", base64_of(pem("PRIVATE KEY"))),
    "LR-SEC007": ("AGE_KEY", age),
    "LR-SEC008": ("jwk", '{"kty":"OKP","crv":"Ed25519","d":"{43w}","x":"{43w}"}'),
    "LR-SEC009": ("PrivateKey", "{42b}8="),
    "LR-SEC010": ("SESSION", jwt(sub="42")),
    "LR-SEC011": ("SUPABASE_SERVICE", jwt(role="service_role", iss="supabase")),
    "LR-SEC012": ("SUPABASE_ANON", jwt(role="anon", iss="supabase")),
    "LR-SEC013": ("SECRET_KEY", "django-insecure-{26l}@{12l}!{10l}"),
    "LR-SEC020": ("AWS_ID", aws_key),
    "LR-SEC021": ("AWS_SECRET_ACCESS_KEY", "{40b}"),
    "LR-SEC022": ("AWS", lambda r: f"{aws_key(r)}:{fill('{40b}', r)}"),
    "LR-SEC023": ("AWS_ID", "AKIA0{14u}1"),
    "LR-SEC024": ("BEDROCK", "ABSK{132b}"),
    "LR-SEC025": ("AWS_SESSION_TOKEN", "IQoJb3Jp{300b}=="),
    "LR-SEC026": ("MWS", "amzn.mws.{uuid}"),
    "LR-SEC027": ("MAPS", "AIzaSy{33w}"),
    "LR-SEC028": ("firebase", "AIzaSy{33w}"),
    "LR-SEC029": ("GOOGLE", "GOCSPX-{28w}"),
    "LR-SEC030": ("GOOGLE", "ya29.a0{120w}"),
    "LR-SEC031": ("AZURE", "{3a}8Q~{34w}"),
    "LR-SEC032": ("AccountKey", "{86b}=="),
    "LR-SEC033": ("SharedAccessKey", "{43b}="),
    "LR-SEC034": ("BLOB_URL", BLOB),
    "LR-SEC035": ("ADO", "{76a}AZDO{4a}"),
    "LR-SEC036": ("AZURE_OPENAI_KEY", "{32h}"),
    "LR-SEC037": ("ALIYUN", "LTAI{20a}"),
    "LR-SEC038": ("TENCENT", "AKID{32a}"),
    "LR-SEC039": ("IBM_CLOUD_API_KEY", "{44w}"),
    "LR-SEC040": ("DO", "dop_v1_{64h}"),
    "LR-SEC041": ("SPACES", "DO00{16u}"),
    "LR-SEC042": ("HEROKU", "HRKU-AA{58w}"),
    "LR-SEC043": ("HEROKU_API_KEY", "{uuid}"),
    "LR-SEC044": ("VC", "vcp_{56a}"),
    "LR-SEC045": ("VERCEL_TOKEN", "{24a}"),
    "LR-SEC046": ("NF", "nfp_{36a}"),
    "LR-SEC047": ("NETLIFY_AUTH_TOKEN", "{43w}"),
    "LR-SEC048": ("RENDER", "rnd_{32a}"),
    "LR-SEC049": ("RAILWAY_TOKEN", "{uuid}"),
    "LR-SEC050": ("FLY", "FlyV1 fm2_{200b}"),
    "LR-SEC051": ("CLOUDFLARE_API_TOKEN", "{40w}"),
    "LR-SEC052": ("CF", "cfut_{40a}{8h}"),
    "LR-SEC053": ("CA", "v1.0-{24h}-{146h}"),
    "LR-SEC054": ("CLOUDINARY", "cloudinary://{15d}:{27w}@demo"),
    "LR-SEC055": ("FASTLY_API_TOKEN", "{32w}"),
    "LR-SEC056": ("LINODE_TOKEN", "{64h}"),
    "LR-SEC060": ("STRIPE", "sk_live_{24a}"),
    "LR-SEC061": ("STRIPE", "sk_test_{24a}"),
    "LR-SEC062": ("HOOK", "whsec_{32a}"),
    "LR-SEC063": ("STRIPE_PK", "pk_live_{24a}"),
    "LR-SEC064": ("SQUARE", "EAAA{60w}"),
    "LR-SEC065": ("BT", "access_token$production${16l}${32h}"),
    "LR-SEC066": ("PAYPAL_CLIENT_SECRET", "E{79w}"),
    "LR-SEC067": ("BRAINTREE_PRIVATE_KEY", "{32h}"),
    "LR-SEC068": ("BANK", "access-production-{uuid}"),
    "LR-SEC069": ("PLAID_SECRET", "{30h}"),
    "LR-SEC070": ("RAZORPAY_KEY_SECRET", "{24a}"),
    "LR-SEC071": ("RZP", "rzp_live_{14a}"),
    "LR-SEC072": ("SHOP", "shpat_{32h}"),
    "LR-SEC073": ("ADYEN", "AQE{5a}{100a}"),
    "LR-SEC074": ("FLW", "FLWSECK-{32h}-X"),
    "LR-SEC075": ("PAYSTACK", "sk_live_{40h}"),
    "LR-SEC076": ("COINBASE_API_SECRET", "{32a}"),
    "LR-SEC080": ("SLACK", "xoxb-{12d}-{13d}-{24a}"),
    "LR-SEC081": ("SLACK", "xapp-1-A{10u}-{13d}-{64h}"),
    "LR-SEC082": ("HOOK", "https://hooks.slack.com/services/T{8u}/B{10u}/{24a}"),
    "LR-SEC083": ("COOKIE", "xoxd-{160a}"),
    "LR-SEC084": ("BOT", discord),
    "LR-SEC085": ("HOOK", "https://discord.com/api/webhooks/{18d}/{68w}"),
    "LR-SEC086": ("DISCORD_CLIENT_SECRET", "{32w}"),
    "LR-SEC087": ("BOT", "1{9d}:AA{33w}"),
    "LR-SEC088": ("BOT", "https://api.telegram.org/bot1{9d}:AA{33w}/getMe"),
    "LR-SEC089": ("TEAMS", TEAMS),
    "LR-SEC090": ("FLOW", FLOW),
    "LR-SEC091": ("TW", "SK{32h}"),
    "LR-SEC092": ("TWILIO_AUTH_TOKEN", "{32h}"),
    "LR-SEC093": ("SG", "SG.{22w}.{43w}"),
    "LR-SEC094": ("MG", "key-{32h}"),
    "LR-SEC095": ("MC", "{32h}-us12"),
    "LR-SEC096": ("MANDRILL", "md-{22a}"),
    "LR-SEC097": ("POSTMARK_SERVER_TOKEN", "{uuid}"),
    "LR-SEC098": ("RESEND", "re_{8a}_{24a}"),
    "LR-SEC099": ("BREVO", "xkeysib-{64h}-{16a}"),
    "LR-SEC100": ("GH", crc62("ghp_", 30)),
    "LR-SEC101": ("GH", fine_grained),
    "LR-SEC102": ("GH", broken(crc62("ghp_", 30))),
    "LR-SEC103": ("GH", "github_pat_1{21a}_{43a}{16l}"),
    "LR-SEC104": ("GH", lambda r: "ghs_12345_" + jwt(iss="12345")(r)),
    "LR-SEC105": ("GITHUB_CLIENT_SECRET", "{40h}"),
    "LR-SEC110": ("GL", "glpat-{20w}"),
    "LR-SEC111": ("GL", routable),
    "LR-SEC112": ("RUNNER", "GR1348941{20w}"),
    "LR-SEC113": ("BB", atlassian("ATBB{24a}")),
    "LR-SEC114": ("BB", bitbucket_server),
    "LR-SEC120": ("NPM", crc62("npm_", 30)),
    "LR-SEC121": ("NPM", broken(crc62("npm_", 30))),
    "LR-SEC122": ("//registry.npmjs.org/:_authToken", "{uuid}"),
    "LR-SEC123": ("PYPI", pypi),
    "LR-SEC124": ("GEM", "rubygems_{48h}"),
    "LR-SEC125": ("CRATES", "cio{32a}"),
    "LR-SEC126": ("NUGET", "oy2{43l}"),
    "LR-SEC127": ("DOCKER", "dckr_pat_{27w}"),
    "LR-SEC128": ("CLOJARS", "CLOJARS_{60l}"),
    "LR-SEC129": ("JFROG", "AKCp{69a}"),
    "LR-SEC130": ("CIRCLE", "CCIPAT_{22a}_{40h}"),
    "LR-SEC131": ("BK", "bkua_{40h}"),
    "LR-SEC132": ("CIRCLECI_TOKEN", "{40h}"),
    "LR-SEC133": ("SONAR", "squ_{40h}"),
    "LR-SEC134": ("SNYK_TOKEN", "{uuid}"),
    "LR-SEC135": ("CODECOV_TOKEN", "{uuid}"),
    "LR-SEC136": ("OCTOPUS", "API-{26u}"),
    "LR-SEC137": ("SRC", "sgp_{16h}_{40h}"),
    "LR-SEC150": ("OPENAI", "sk-proj-{74w}T3BlbkFJ{74w}"),
    "LR-SEC151": ("LLM", "sk-{32h}"),
    "LR-SEC152": ("CLAUDE", "sk-ant-api03-{93w}AA"),
    "LR-SEC153": ("HF", "hf_{34a}"),
    "LR-SEC154": ("OR", "sk-or-v1-{64h}"),
    "LR-SEC155": ("GROQ", "gsk_{52a}"),
    "LR-SEC156": ("REPLICATE", "r8_{37a}"),
    "LR-SEC157": ("VOICE", "sk_{48h}"),
    "LR-SEC158": ("ELEVENLABS_API_KEY", "{32h}"),
    "LR-SEC159": ("MISTRAL_API_KEY", "{32a}"),
    "LR-SEC160": ("COHERE_API_KEY", "{40a}"),
    "LR-SEC161": ("PPLX", "pplx-{48a}"),
    "LR-SEC162": ("GROK", "xai-{80a}"),
    "LR-SEC163": ("LANG", "lsv2_pt_{32h}_{10h}"),
    "LR-SEC164": ("FW", "fw_{24a}"),
    "LR-SEC165": ("PINE", "pcsk_{6a}_{63a}"),
    "LR-SEC166": ("NV", "nvapi-{64w}"),
    "LR-SEC167": ("TAVILY", "tvly-dev-{32a}"),
    "LR-SEC168": ("WANDB_API_KEY", "{40h}"),
    "LR-SEC180": ("db_password", "{7a}!{6a}7"),
    "LR-SEC181": ("db_password", lambda r: r.choice(("swordfish", "tomatoes", "trombone"))),
    "LR-SEC182": ("SESSION_SECRET", "{32a}"),
    "LR-SEC183": ("DB_PASSWORD", lambda r: r.choice(("swordfish", "tomatoes", "trombone"))),
    "LR-SEC184": ("deploy", "deploy --password={12a}7x --verbose"),
    "LR-SEC185": ("xml", "<password>{14a}7</password>"),
    "LR-SEC186": ("xml", "<add key='SmtpPassword' value='{14a}7'/>"),
    "LR-SEC187": ("xml", "<string name='api_secret'>{24a}7</string>"),
    "LR-SEC188": ("sql", "CREATE USER app IDENTIFIED BY '{14a}7'"),
    "LR-SEC189": ("dsn", "Server=db;Uid=app;Pwd={14a}7;"),
    "LR-SEC190": ("dsn", "${DB_PASSWORD:-{14a}7}"),
    "LR-SEC191": ("run", "mysql -u root -p{14a}7 app"),
    "LR-SEC192": ("", "ENV DB_PASSWORD {14a}7"),
    "LR-SEC193": ("", "<key>ApiSecret</key>\n<string>{24a}7</string>"),
    "LR-SEC194": ("", "requests.get(url, auth=('deploy', '{14a}7'))"),
    "LR-SEC195": ("", "jwt.sign(payload, '{24a}7')"),
    "LR-SEC196": ("", "SECRET_KEY={12a}#({12a}&,{12a}7"),
    "LR-SEC197": ("", 'add_argument("--api-key", help="of the account", default="{24a}7")'),
    "LR-SEC198": ("", 'const apiSecret =\n  "{24a}7";'),
    "LR-SEC222": ("", "| DB password | `{14a}7` |"),
    "LR-SEC223": ("", '{"value": "{24a}7", "key": "api_secret"}'),
    "LR-SEC224": ("", "echo 'deploy:{14a}7' | chpasswd"),
    "LR-SEC199": ("", "bot.run('{22a}.{6a}4.{24a}2')"),
    "LR-SEC200": ("REDIS", "redis://:{20a}@cache.acme.io:6379/0"),
    "LR-SEC201": ("DB", "postgres://postgres:postgres@db:5432/app"),
    "LR-SEC202": ("Authorization", basic),
    "LR-SEC203": ("Authorization", "Bearer {40a}"),
    "LR-SEC204": ("auths", docker),
    "LR-SEC205": ("", "machine api.acme.io login deploy password {16a}"),
    "LR-SEC206": ("", "db.acme.io:5432:app:deploy:{16a}"),
    "LR-SEC207": ("", "deploy:$apr1${8a}${22a}"),
    "LR-SEC208": ("run", "curl -u deploy:{16a} https://acme.io"),
    "LR-SEC209": ("DBX", "dapi{32h}"),
    "LR-SEC221": ("DSN", "deploy:{14a}7@tcp(db:3306)/app"),
    "LR-SEC210": ("PS", "pscale_tkn_{43w}"),
    "LR-SEC211": ("NEON", "napi_{64l}"),
    "LR-SEC212": ("SB", "sbp_{40h}"),
    "LR-SEC213": ("SB", "sb_secret_{22a}_{8a}"),
    "LR-SEC214": ("ATLAS", "mdb_sa_sk_{40w}"),
    "LR-SEC215": ("MONGODB_ATLAS_PRIVATE_KEY", "{uuid}"),
    "LR-SEC216": ("UPSTASH_REDIS_REST_TOKEN", "A{50a}"),
    "LR-SEC217": ("SNOWFLAKE_PASSWORD", "{14a}7x"),
    "LR-SEC218": ("AIVEN", "AVNS_{18a}"),
    "LR-SEC219": ("SB", "sb_publishable_{22a}_{8a}"),
    "LR-SEC220": ("KAFKA_API_SECRET", "{64b}"),
    "LR-SEC250": ("FCM", "AAAA{7a}:APA91b{134w}"),
    "LR-SEC251": ("CLERK_SECRET_KEY", "sk_live_{42a}"),
    "LR-SEC252": ("AUTH0_CLIENT_SECRET", "{64w}"),
    "LR-SEC253": ("OKTA_API_TOKEN", "00{40w}"),
    "LR-SEC254": ("Authorization", "SSWS 00{40a}"),
    "LR-SEC255": ("SENTRY", sentry),
    "LR-SEC256": ("SENTRY", "sntryu_{64h}"),
    "LR-SEC257": ("SENTRY_AUTH_TOKEN", "{64h}"),
    "LR-SEC258": ("DSN", "https://{32h}:{32h}@sentry.acme.io/42"),
    "LR-SEC259": ("DSN", "https://{32h}@o4505.ingest.sentry.io/4505"),
    "LR-SEC260": ("DATADOG_API_KEY", "{32h}"),
    "LR-SEC261": ("NR", "NRAK-{27u}"),
    "LR-SEC262": ("GRAFANA", grafana),
    "LR-SEC263": ("GRAFANA", lambda r: fill("glsa_{32a}_{8h}", r)),
    "LR-SEC264": ("GRAFANA", grafana_key),
    "LR-SEC265": ("LINEAR", "lin_api_{40a}"),
    "LR-SEC266": ("NOTION", "ntn_{46a}"),
    "LR-SEC267": ("FIGMA", "figd_{40w}"),
    "LR-SEC268": ("AIRTABLE", "pat{14a}.{64h}"),
    "LR-SEC269": ("AIRTABLE_API_KEY", "key{14a}"),
    "LR-SEC270": ("ASANA", "1/12{14d}:{32h}"),
    "LR-SEC271": ("JIRA", atlassian("ATATT3xFfGF0{171w}=")),
    "LR-SEC272": ("JIRA", "ATATT3xFfGF0{171w}=0A1B2C3D"),
    "LR-SEC273": ("JIRA_API_TOKEN", "{24a}"),
    "LR-SEC274": ("INTERCOM_TOKEN", "{60a}"),
    "LR-SEC275": ("IC", "dG9rO{55a}"),
    "LR-SEC276": ("ZAP", "https://hooks.zapier.com/hooks/catch/{7d}/{7a}"),
    "LR-SEC277": ("VT", "hvs.{95a}"),
    "LR-SEC278": ("VAULT_TOKEN", "s.{24a}"),
    "LR-SEC279": ("DOPPLER", "dp.pt.{43a}"),
    "LR-SEC280": ("TFE", "{14a}.atlasv1.{67a}"),
    "LR-SEC281": ("PULUMI", "pul-{40h}"),
    "LR-SEC282": ("ALGOLIA_ADMIN_KEY", "{32h}"),
    "LR-SEC283": ("ALGOLIA_SEARCH_KEY", "{32h}"),
    "LR-SEC284": ("MAPBOX", "sk.eyJ{60a}.{22a}"),
    "LR-SEC285": ("MAPBOX", "pk.eyJ{60a}.{22a}"),
    "LR-SEC286": ("POSTMAN", "PMAK-{24h}-{34h}"),
    "LR-SEC287": ("CRM", "pat-na1-{uuid}"),
    "LR-SEC288": ("HUBSPOT_API_KEY", "{uuid}"),
    "LR-SEC289": ("DBX", "sl.{135w}"),
    "LR-SEC290": ("FB", "EAAB{119a}"),
    "LR-SEC291": ("FACEBOOK_APP_SECRET", "{32h}"),
    "LR-SEC292": ("TWITTER_API_SECRET", "{50a}"),
    "LR-SEC293": ("X", "AAAAAAAAAAAAAAAAAAAAA{80a}"),
    "LR-SEC294": ("TWITCH_CLIENT_SECRET", "{30l}"),
    "LR-SEC295": ("SPOTIFY_CLIENT_SECRET", "{32h}"),
    "LR-SEC296": ("CMS", "CFPAT-{43w}"),
    "LR-SEC297": ("PH", "phx_{43a}"),
    "LR-SEC298": ("OP", "ops_eyJ{400b}"),
    "LR-SEC299": ("DT", "dt0c01.{24u}.{64u}"),
    "LR-SEC300": ("TF", "tfp_{42a}_{14a}"),
    "LR-SEC301": ("LD", "sdk-{uuid}"),
    "LR-SEC302": ("PREFECT", "pnu_{36a}"),
    "LR-SEC303": ("INF", "st.{24h}.{32h}.{32h}"),
    "LR-SEC304": ("ZENDESK_API_TOKEN", "{40a}"),
    "LR-SEC305": ("OC", "sha256~{43w}"),
    "LR-SEC306": ("CH", "4b1d{38a}"),
    "LR-SEC307": ("RECAPTCHA_SECRET_KEY", "6L{38w}"),
    "LR-SEC308": ("CLICKUP", "pk_{8d}_{32u}"),
    "LR-SEC309": ("EP", "EZAK{54a}"),
    "LR-SEC310": ("MM", "{6a}_{29a}_mmk"),
    "LR-SEC312": ("URL", "https://api.openweathermap.org/data/2.5/weather?q=x&appid={32h}"),
    "LR-SEC313": ("", "Client('AC{32h}', '{32h}')"),
    "LR-SEC311": ("DUFFEL", "duffel_live_{43w}"),
}  # fmt: skip


def sample(format_id: str, random: Random) -> Sample:
    """A fresh sample of that format."""
    name, make = MAKERS[format_id]
    return Sample(name, fill(make, random) if isinstance(make, str) else make(random))
