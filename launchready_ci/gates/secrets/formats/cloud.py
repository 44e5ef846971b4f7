"""Clouds, hosting and what stands in front of it."""

from launchready_ci.gates.secrets import checksums, values
from launchready_ci.gates.secrets.formats.checks import NOTE, mixed, real, unlike_language
from launchready_ci.gates.secrets.formats.row import Candidate, Format, named

_UUID = r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
_AWS_ID = r"(?<![A-Za-z0-9+/_-])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9+/=_-])"
_AWS_TEMPORARY = r"(?:FwoG|IQoJ|FQoG|AQoD)[A-Za-z0-9/+=]{100,2000}"
_AWS_REVOKE = (
    "Deactivate, then delete it: https://console.aws.amazon.com/iam/home#/security_credentials."
)
_GOOGLE_KEY = r"(?<![A-Za-z0-9+/_-])AIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])"


def _aws_id(c: Candidate) -> bool:
    return checksums.aws_key_id(c.value) and real(c)


def _aws_id_odd(c: Candidate) -> bool:
    return not checksums.aws_key_id(c.value) and unlike_language(c)


def _random_half(value: bytes) -> bool:
    return (
        not values.made_up(value)
        and values.surprise(value) > 4.7
        and len(set(value)) > 16
        and any(48 <= byte <= 57 for byte in value)
        and any(65 <= byte <= 90 for byte in value)
    )


def _aws_secret(c: Candidate) -> bool:
    return _random_half(c.value)


def _aws_pair(c: Candidate) -> bool:
    """Both halves, of which no line between them says that it is another key's."""
    between = c.match.string[c.match.end("id") : c.match.start("half")]
    made_up = values.made_up(c.match["id"]) or b"AKIA" in between
    return not made_up and _random_half(c.match["half"])


def _for_browsers(c: Candidate) -> bool:
    path = c.path.lower()
    return "firebase" in path or path.endswith(("google-services.json", "googleservice-info.plist"))


def _google(c: Candidate) -> bool:
    return real(c) and not _for_browsers(c)


def _google_browser(c: Candidate) -> bool:
    return real(c) and _for_browsers(c)


def _base64_key(c: Candidate) -> bool:
    return real(c) and values.surprise(c.value) > 4.6


FORMATS = (
    Format(
        "LR-SEC020", "aws-access-key", "AWS access key", _AWS_ID,
        "With its secret half it acts as its user in your AWS account: servers, data, bills.",
        _AWS_REVOKE, _aws_id, rank=90, binary=True, prefilter="(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{8}",
    ),
    Format(
        "LR-SEC021", "aws-secret-key", "AWS secret access key",
        r"(?i:aws|amazon|secret_?access_?key|\bs3|\bsqs|dynamo)[\w.\- \"'\[\])\\]{0,40}?(?:: ?[A-Za-z_]\w{0,20} ?(?==))?(?:[:=,(>]| is | to |(?<=key) )[\s\"'`=>\\]{0,6}(?P<value>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=_-])",
        "With its key id it acts as its user in your AWS account: servers, data, bills.",
        _AWS_REVOKE, _aws_secret, rank=75, prefilter=r"(?i:aws|amazon|secret_?access_?key|\bs3|\bsqs|dynamo)[\w.\- \"'\[\])\\]*(?:[:=,(>]| is | to |key )(?: ?\w+ ?=)?[\s\"'`=>\\]*[A-Za-z0-9/+]{24}",
    ),
    Format(
        "LR-SEC022", "aws-key-pair", "AWS secret access key beside its id",
        r"(?<![A-Za-z0-9+/_-])(?P<value>(?P<id>(?:AKIA|ASIA)[A-Z0-9]{16})(?![A-Za-z0-9+/=_-])[^\n]{0,80}?(?:\n[^\n]{0,100}?){0,3}?"
        r"(?<![A-Za-z0-9/+_-])(?P<half>[A-Za-z0-9/+]{40}))(?![A-Za-z0-9/+=_-])",
        "It acts as its user in your AWS account: servers, data, bills.",
        _AWS_REVOKE, _aws_pair, rank=92, lines=4, prefilter="(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{8}",
    ),
    Format(
        "LR-SEC023", "aws-access-key-unplaced", "AWS access key whose account cannot be told", _AWS_ID,
        "With its secret half it acts as its user in an AWS account: servers, data, bills. The id itself does not say which.",
        _AWS_REVOKE, _aws_id_odd, rank=80, prefilter="(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{8}",
    ),
    Format(
        "LR-SEC024", "aws-bedrock-key", "Amazon Bedrock API key", r"\bABSK[A-Za-z0-9+/]{100,270}={0,2}(?![A-Za-z0-9+/=])",
        "It runs models on your AWS bill.",
        "Delete it: https://console.aws.amazon.com/bedrock, API keys.",
        real, rank=90, prefilter=r"\bABSK[A-Za-z0-9+/]{100}",
    ),
    Format(
        "LR-SEC025", "aws-session-token", "AWS session token",
        named(r"(?:aws|session)[_.-]?(?:session|security)?[_.-]?token", _AWS_TEMPORARY),
        "For its life, hours at most, it acts as a role in your AWS account.",
        "Revoke the role's sessions: https://console.aws.amazon.com/iam, Roles, Revoke sessions.",
        real, rank=85, prefilter="(?:FwoG|IQoJ|FQoG|AQoD)[A-Za-z0-9/+=]{100}",
    ),
    Format(
        "LR-SEC026", "aws-mws-token", "Amazon MWS token", rf"\bamzn\.mws\.{_UUID}(?![0-9a-fA-F-])",
        "It reads and changes your Amazon seller account.",
        "Revoke it: https://sellercentral.amazon.com, User permissions.",
        real, rank=90,
    ),
    Format(
        "LR-SEC027", "google-api-key", "Google API key", _GOOGLE_KEY,
        "It spends the quota and the money of its Google Cloud project: Maps, Gemini, translations.",
        "Delete or restrict it: https://console.cloud.google.com/apis/credentials.",
        _google, rank=90, binary=True,
    ),
    Format(
        "LR-SEC028", "firebase-web-key", "Firebase API key in an app's configuration", _GOOGLE_KEY,
        "It names your Firebase project to its apps; it opens what the project's rules let everybody do.",
        "Restrict it to your apps: https://console.cloud.google.com/apis/credentials.",
        _google_browser, severity=NOTE, rank=90,
    ),
    Format(
        "LR-SEC029", "google-oauth-secret", "Google OAuth client secret", r"\bGOCSPX-[A-Za-z0-9_-]{28}(?![A-Za-z0-9_-])",
        "With the client id it signs people in as your app.",
        "Add a new secret and delete it: https://console.cloud.google.com/auth/clients.",
        real, rank=90, binary=True, prefilter="GOCSPX-",
    ),
    Format(
        "LR-SEC030", "google-oauth-token", "Google OAuth token",
        r"(?<![A-Za-z0-9_/-])(?:ya29\.(?:a0|c\.)?[A-Za-z0-9_-]{30,1000}|1//0[A-Za-z0-9_-]{38,200})(?![A-Za-z0-9_/-])",
        "It acts as the Google user who granted it; a refresh token does so until it is revoked.",
        "Revoke it: https://myaccount.google.com/connections, or https://oauth2.googleapis.com/revoke.",
        unlike_language, rank=90, prefilter=r"(?:ya29\.[A-Za-z0-9_-]{30}|1//0[A-Za-z0-9_-]{38})",
    ),
    Format(
        "LR-SEC031", "azure-client-secret", "Azure (Entra) client secret",
        r"(?<![A-Za-z0-9_~.-])[A-Za-z0-9_~.-]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}(?![A-Za-z0-9_~-])",
        "With the tenant and client id it acts as your app in Azure and Microsoft 365.",
        "Delete it: https://entra.microsoft.com, App registrations, Certificates & secrets.",
        real, rank=90, binary=True, prefilter="[0-9]Q~[A-Za-z0-9_~.-]{8}",
    ),
    Format(
        "LR-SEC032", "azure-storage-key", "Azure storage or Cosmos DB account key",
        r"(?i:Account_?Key|Shared_?Access_?Key|primary_?key|storage_?(?:account_?)?(?:access_?)?key|master_?key|cosmos\w{0,12}key|azure[\w.-]{0,30}key)\\{0,2}[\"'\]]{0,3}\s{0,4}(?:: ?\w{1,20} ?(?==))?[:=,(>]{1,2}[\s\"'`\\]{0,6}(?P<value>[A-Za-z0-9+/]{86}==)",
        "It reads and writes every blob, table or document of the account.",
        "Rotate it: https://portal.azure.com, the account's Access keys.",
        _base64_key, rank=80, binary=True, prefilter=r"(?i:key)[\\\"'\])]*\s*[:=,(>](?: ?\w+ ?=)?[\s\"'`=>\\]*[A-Za-z0-9+/]{24}",
    ),
    Format(
        "LR-SEC033", "azure-shared-access-key", "Azure Service Bus, Event Hubs or IoT key",
        r"(?i:SharedAccessKey|AccessKey|Endpoint=sb:[^\n]{1,120}Key|EventHub[\w.-]{0,20}key)\\{0,2}[\"'\]]{0,3}\s{0,3}(?:: ?\w{1,20} ?(?==))?[:=][\s\"'`\\]{0,6}(?P<value>[A-Za-z0-9+/]{43}=|[A-Za-z0-9+/]{42,44}\+A[A-Za-z]{3}[A-Za-z0-9+/]{0,12}={0,2})",
        "It sends and receives the messages of the namespace or hub.",
        "Regenerate it: https://portal.azure.com, Shared access policies.",
        _base64_key, rank=75, prefilter=r"(?i:key)[\\\"'\])]*\s*[:=,(>](?: ?\w+ ?=)?[\s\"'`=>\\]*[A-Za-z0-9+/]{24}",
    ),
    Format(
        "LR-SEC034", "azure-sas", "Azure shared access signature",
        r"[?&;](?:sv=20\d\d-\d\d-\d\d|se=20\d\d-|sp=[a-z]{1,12}|sr=[a-z%]{1,120})[^\s\"'<>]{0,300}?[&;](?:amp;)?sig=(?P<value>[A-Za-z0-9%+/_-]{43,70}=?)",
        "Until it expires it reads or writes the storage, queue or hub that its URL names.",
        "Rotate the account key that signed it: https://portal.azure.com, Access keys.",
        _base64_key, rank=85, prefilter=r"[&;]sig=[A-Za-z0-9%+/_-]{43}",
    ),
    Format(
        "LR-SEC035", "azure-devops-token", "Azure DevOps token",
        r"(?<![A-Za-z0-9])(?:[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}|[a-z0-9]{52}(?=[\"'\s]*(?:@dev\.azure|#?\s*azure)))(?![A-Za-z0-9])",
        "It reads and writes the code, pipelines and packages of your Azure DevOps organization.",
        "Revoke it: https://dev.azure.com, User settings, Personal access tokens.",
        real, rank=90, prefilter=r"[A-Za-z0-9]{8}AZDO[A-Za-z0-9]{4}|[a-z0-9]{24}[\"'\s#@]*(?:azure|dev\.azure)",
    ),
    Format(
        "LR-SEC036", "azure-key-named", "Azure AI, Search, Functions or API Management key",
        named(r"(?:azure|cognitive|ocp-apim-subscription|apim|functions)[\w.\- \"'\[\]]{0,24}key", r"(?:[a-f0-9]{32}|[A-Za-z0-9]{52}|[A-Za-z0-9]{72}AzFu[A-Za-z0-9+/_-]{4,8}|[A-Za-z0-9]{70,80}(?:ACOG|AC[A-Z]{2})[A-Za-z0-9]{4})"),
        "It spends on, and reads from, the Azure resource that its line names.",
        "Regenerate it: https://portal.azure.com, the resource's Keys.",
        mixed, rank=70,
    ),
    Format(
        "LR-SEC037", "alibaba-access-key", "Alibaba Cloud access key", r"(?<![A-Za-z0-9])LTAI[A-Za-z0-9]{12,20}(?![A-Za-z0-9_])",
        "With its secret it acts as its user in your Alibaba Cloud account.",
        "Delete it: https://ram.console.aliyun.com, AccessKeys.",
        unlike_language, rank=85,
    ),
    Format(
        "LR-SEC038", "tencent-secret-id", "Tencent Cloud secret id", r"(?<![A-Za-z0-9])AKID[A-Za-z0-9]{32}(?![A-Za-z0-9_])",
        "With its secret key it acts as its user in your Tencent Cloud account.",
        "Delete it: https://console.cloud.tencent.com/cam/capi.",
        unlike_language, rank=85,
    ),
    Format(
        "LR-SEC039", "ibm-cloud-key", "IBM Cloud API key",
        named(r"(?:ibm|bluemix|watson|softlayer)[\w.\- \"'\[\]]{0,24}(?:key|password|token)", r"[A-Za-z0-9_-]{44}"),
        "It acts as its owner in your IBM Cloud account.",
        "Delete it: https://cloud.ibm.com/iam/apikeys.",
        unlike_language, rank=70,
    ),
    Format(
        "LR-SEC040", "digitalocean-token", "DigitalOcean token", r"\bdo[opr]_v1_[a-f0-9]{64}(?![A-Za-z0-9])",
        "It makes, reads and destroys what runs in your DigitalOcean account.",
        "Delete it: https://cloud.digitalocean.com/account/api/tokens.",
        real, rank=90, binary=True,
    ),
    Format(
        "LR-SEC041", "digitalocean-spaces-key", "DigitalOcean Spaces key",
        r"(?<![A-Za-z0-9])DO00[A-Z0-9]{16}(?![A-Za-z0-9])|(?i:spaces[_-]?secret)[\w.\- \"'\[\]]{0,20}[:=]\s{0,3}[\"']?(?P<value>[A-Za-z0-9/+]{43})(?![A-Za-z0-9/+])",
        "It reads and writes your DigitalOcean Spaces.",
        "Delete it: https://cloud.digitalocean.com/spaces/access_keys.",
        unlike_language, rank=80, prefilter="DO00[A-Z0-9]{8}|(?i:spaces[_-]?secret)",
    ),
    Format(
        "LR-SEC042", "heroku-key", "Heroku API key", r"\bHRKU-(?:AA[A-Za-z0-9_-]{50,62}|[0-9a-f]{8}-[0-9a-f-]{27})(?![A-Za-z0-9_-])",
        "It deploys to, and reads the configuration of, your Heroku apps.",
        "Regenerate it: https://dashboard.heroku.com/account.",
        real, rank=90, binary=True, prefilter="HRKU-",
    ),
    Format(
        "LR-SEC043", "heroku-key-named", "Heroku API key (old format)", named(r"heroku[\w.\- \"'\[\]]{0,20}(?:key|token|secret|password|auth)?", _UUID),
        "It deploys to, and reads the configuration of, your Heroku apps.",
        "Regenerate it: https://dashboard.heroku.com/account.",
        real, rank=70,
    ),
    Format(
        "LR-SEC044", "vercel-token", "Vercel token", r"\bvc[apikr]{1,2}_[A-Za-z0-9_-]{50}[A-Za-z0-9]{6}(?![A-Za-z0-9_-])",
        "It deploys to, and reads the environment of, your Vercel projects.",
        "Delete it: https://vercel.com/account/settings/tokens.",
        real, rank=90, binary=True, prefilter="vc[apikr]{1,2}_[A-Za-z0-9_-]{8}",
    ),
    Format(
        "LR-SEC045", "vercel-token-named", "Vercel token (old format)",
        named(r"(?:vercel|now)[_.-]?(?:api|access|auth)?[_.-]?token", "[A-Za-z0-9]{24}"),
        "It deploys to, and reads the environment of, your Vercel projects.",
        "Delete it: https://vercel.com/account/settings/tokens.",
        unlike_language, rank=70,
    ),
    Format(
        "LR-SEC046", "netlify-token", "Netlify token", r"\bnfp_[A-Za-z0-9]{36,40}(?![A-Za-z0-9_])",
        "It deploys to, and reads the environment of, your Netlify sites.",
        "Delete it: https://app.netlify.com/user/applications.",
        unlike_language, rank=90, binary=True,
    ),
    Format(
        "LR-SEC047", "netlify-token-named", "Netlify token (old format)",
        named(r"netlify[\w.\- \"'\[\]]{0,20}(?:token|key)", "[A-Za-z0-9_-]{40,46}"),
        "It deploys to, and reads the environment of, your Netlify sites.",
        "Delete it: https://app.netlify.com/user/applications.",
        unlike_language, rank=70,
    ),
    Format(
        "LR-SEC048", "render-key", "Render API key", r"(?<![A-Za-z0-9])rnd_[A-Za-z0-9]{28,40}(?![A-Za-z0-9_])",
        "It deploys to, and reads the environment of, your Render services.",
        "Revoke it: https://dashboard.render.com/u/settings#api-keys.",
        unlike_language, rank=85,
    ),
    Format(
        "LR-SEC049", "railway-token", "Railway token", named(r"railway[\w.\- \"'\[\]]{0,20}token", _UUID),
        "It deploys to, and reads the variables of, your Railway project.",
        "Delete it: https://railway.com/account/tokens, or the project's Settings, Tokens.",
        real, rank=70,
    ),
    Format(
        "LR-SEC050", "fly-token", "Fly.io token",
        r"\b(?:FlyV1 (?:fm[12][ar]?_[A-Za-z0-9+/=,_]{60,4000})|fm[12][ar]?_[A-Za-z0-9+/]{80,2000}={0,3}|fo1_[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-]))",
        "It deploys to, and opens consoles in, your Fly.io apps.",
        "Revoke it with fly tokens revoke, or at https://fly.io/dashboard, Tokens.",
        real, rank=90, prefilter=r"fm[12][ar]?_[A-Za-z0-9+/]{8}|fo1_[A-Za-z0-9_-]{8}",
    ),
    Format(
        "LR-SEC051", "cloudflare-token", "Cloudflare API token",
        named(r"(?:cloudflare|\bcf)[\w.\- \"'\[\]]{0,24}(?:token|key)", r"(?:[A-Za-z0-9_-]{40}|[a-f0-9]{37})"),
        "It changes the DNS, the cache or the Workers of your domains.",
        "Roll or delete it: https://dash.cloudflare.com/profile/api-tokens.",
        unlike_language, rank=70,
    ),
    Format(
        "LR-SEC052", "cloudflare-prefixed-token", "Cloudflare API token (new format)",
        r"\bcf(?:ut|at|k)_[A-Za-z0-9]{40}[a-f0-9]{8}(?![A-Za-z0-9_])",
        "It changes the DNS, the cache or the Workers of your domains.",
        "Roll or delete it: https://dash.cloudflare.com/profile/api-tokens.",
        real, rank=90,
    ),
    Format(
        "LR-SEC053", "cloudflare-origin-ca-key", "Cloudflare Origin CA key", r"\bv1\.0-[a-f0-9]{24}-[a-f0-9]{146}(?![a-f0-9])",
        "It issues origin certificates for your domains.",
        "Change it: https://dash.cloudflare.com/profile/api-tokens.",
        real, rank=90,
    ),
    Format(
        "LR-SEC054", "cloudinary-url", "Cloudinary URL with its secret", r"\bcloudinary://\d{10,20}:(?P<value>[A-Za-z0-9_-]{20,40})@",
        "It uploads to, reads and deletes your Cloudinary media.",
        "Regenerate it: https://console.cloudinary.com/settings/api-keys.",
        real, rank=92,
    ),
    Format(
        "LR-SEC055", "fastly-token", "Fastly API token", named(r"fastly[\w.\- \"'\[\]]{0,20}(?:token|key)", "[A-Za-z0-9_-]{32}"),
        "It purges and changes your Fastly services.",
        "Delete it: https://manage.fastly.com/account/personal/tokens.",
        unlike_language, rank=70,
    ),
    Format(
        "LR-SEC056", "linode-token", "Linode or Hetzner API token",
        named(r"(?:linode|hcloud|hetzner)[\w.\- \"'\[\]]{0,20}(?:token|key)", r"(?:[a-f0-9]{64}|[A-Za-z0-9]{64})"),
        "It makes, reads and destroys your servers.",
        "Delete it: https://cloud.linode.com/profile/tokens, or Hetzner's https://console.hetzner.cloud, Security, API tokens.",
        mixed, rank=70,
    ),
)  # fmt: skip
