"""Did something in front of the app answer in its place?"""

import re

from launchready_ci.http.answer import Answer
from launchready_ci.http.errors import BotChallenge, PreviewPassword, Walled

CHALLENGES = (
    # https://developers.cloudflare.com/cloudflare-challenges/challenge-types/challenge-pages/detect-response/
    ("cf-mitigated", "challenge", "Cloudflare"),
    ("x-vercel-mitigated", "challenge", "Vercel"),
    # https://docs.aws.amazon.com/waf/latest/developerguide/waf-captcha-and-challenge-actions.html
    ("x-amzn-waf-action", "challenge", "AWS WAF"),
    ("x-amzn-waf-action", "captcha", "AWS WAF"),
    ("sg-captcha", "challenge", "SiteGround"),
)
"""Header, its value, whose."""
LOGINS = (
    (r"https://vercel\.com/(?:sso-api|login)\b", "Vercel's deployment protection"),
    (r"https://[\w-]+\.cloudflareaccess\.com/", "Cloudflare Access"),
    (r"(?:https://[^/?#]+)?/cdn-cgi/access/login\b", "Cloudflare Access"),
    (r"https://app\.netlify\.com/(?:authorize|edge-access)\b", "Netlify's site protection"),
)
"""Where such a wall redirects to, and whose it is."""
TITLES = (
    ("vercel", "authentication required", "Vercel's deployment protection"),
    ("netlify", "password protected site", "Netlify's site protection"),
    ("netlify", "site protected", "Netlify's site protection"),
)
"""Server, the title of its 401, whose it is."""
LET_IN = "ask a URL without it, or let the gates in (there is a header or a token for that)"


def wall(answer: Answer) -> Walled | None:
    """The error that this answer is, where it is not the app's own."""
    for name, value, whose in CHALLENGES:
        if answer.headers.get(name, "").lower() == value:
            told = f"{whose} asked for proof of a browser (status {answer.status}, {name}: {value})"
            return BotChallenge(f"{told} instead of letting the app answer: exempt the gates there")
    whose = _login(answer) or _title(answer) or _basic(answer)
    if whose:
        return PreviewPassword(f"{whose} is in front of the app (status {answer.status}): {LET_IN}")
    return None


def _login(answer: Answer) -> str:
    # https://github.com/vercel/eve/pull/656
    if answer.status == 401 and answer.headers.get("x-vercel-error") == "UNAUTHORIZED":
        return "Vercel's deployment protection"
    if answer.headers.get("www-authenticate", "").startswith("Cloudflare-Access"):
        return "Cloudflare Access"
    location = answer.headers.get("location", "") if 300 <= answer.status < 400 else ""
    return next((whose for pattern, whose in LOGINS if re.match(pattern, location)), "")


def _title(answer: Answer) -> str:
    if answer.status != 401:
        return ""
    if any("_vercel_sso_nonce=" in cookie for cookie in answer.headers.all("set-cookie")):
        return "Vercel's deployment protection"
    found = re.search(r"<title[^>]{0,100}>([^<]{1,200})", answer.text[:20_000], re.IGNORECASE)
    server, title = answer.headers.get("server", "").lower(), found[1].lower() if found else ""
    return next((whose for name, text, whose in TITLES if name == server and text in title), "")


def _basic(answer: Answer) -> str:
    """An app may ask for a password on some pages; on its front door it is a preview's."""
    asked = answer.status == 401 and answer.headers.get("www-authenticate", "").lower()
    if asked and asked.startswith("basic") and re.fullmatch(r"https?://[^/?#]+/?", answer.url):
        return "a password (HTTP basic authentication)"
    return ""
