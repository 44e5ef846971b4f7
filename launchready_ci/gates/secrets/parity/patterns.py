"""Where could each of detect-secrets' detectors find something? Supersets of its patterns.

They are matched over bytes, its own over text: digits, spaces and letters of all scripts may be
any high byte here, four of them for a character, and where case is ignored k, s and i also match
the Kelvin sign, the long s, and the i with and the one without a dot.
"""

from collections.abc import Mapping

VERSION = "1.5.0"
"""Of detect-secrets; of another one, and of detectors that are not listed, every line is judged."""
ANY_LINE = r"^[^\n]"

FOLDED = {
    "k": "(?:[kK]|\\xe2\\x84\\xaa)",
    "s": "(?:[sS]|\\xc5\\xbf)",
    "i": "(?:[iI]|\\xc4[\\xb0\\xb1])",
    "ñ": "(?:n|N|\\xc3[\\xb1\\x91])",
}


def folded(word: str) -> str:
    """Match a word as IGNORECASE does over text; other ``re`` syntax is left alone."""
    return "".join(FOLDED.get(c, f"[{c}{c.upper()}]" if c.isalpha() else c) for c in word)


HIGH = r"\x80-\xff"
SPACE = rf"[\s\x1c-\x1f{HIGH}]"
WORD = rf"[\w{HIGH}]"
KEY = "(?:" + "|".join(map(folded, ("key", "pwd", "pw", "password", "pass", "token"))) + ")"
ASSIGN = r"""["']?\]? *(?:=|:|:=|=>| +|::) *["']?"""
NAME = (
    "(?:"
    + "|".join(
        folded(word)
        for word in (
            *("api_?key", "auth_?key", "service_?key", "account_?key", "db_?key", "database_?key"),
            *(
                "priv_?key",
                "private_?key",
                "client_?key",
                "db_?pass",
                "database_?pass",
                "key_?pass",
            ),
            *("password", "passwd", "pwd", "secret", "contraseña"),
        )
    )
    + ")"
)
CLOSING = r"""[\]'"]{0,2}"""
QUOTE = "['\"`]"
API, ACCESS, SECRET = folded("api"), folded("access"), folded("secret")
CLOUDANT = f"{folded('cl')}(?:{folded('oudant')}|{folded('ou')})?"
EDGE = rf"[\s=:\"\x1c-\x1f{HIGH}]"
OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|[0-9])"

KEYWORD = (
    rf"{NAME}{WORD}*{CLOSING}:",
    rf"{NAME}{WORD}*{CLOSING}{SPACE}*:?=",
    rf"{NAME}{WORD}*{CLOSING}{SPACE}*!=",
)
"""Names with a value that need not be quoted: configuration files, Go."""
KEYWORD_QUOTED = (
    rf"{NAME}{WORD}*{CLOSING}:{SPACE}*{QUOTE}",
    rf"{NAME}{WORD}*{CLOSING}{SPACE}*(?:={{1,3}}|!==?|=>){SPACE}*{QUOTE}",
)
KEYWORD_C = (
    rf"{NAME}{WORD}*(?:\[[0-9]*\])?{SPACE}*[!=]{{1,2}}{SPACE}*@?\"",
    rf"{NAME}{WORD}*(?:.{{1,4}}assign)?\(\"",
)
KEYWORD_ANY = (
    rf"{QUOTE}{SPACE}*[!=]{{2,3}}{SPACE}*{WORD}*{NAME}",
    rf"{NAME}[^\s]*{SPACE}*{QUOTE}[^'\"]+{QUOTE};",
)
KEYWORDS = (*KEYWORD, *KEYWORD_QUOTED, *KEYWORD_C, *KEYWORD_ANY)

DETECTORS: Mapping[str, tuple[str, ...]] = {
    "ArtifactoryDetector": (
        rf"(?:{EDGE}|^)AKC[a-zA-Z0-9]{{10}}",
        rf"(?:{EDGE}|^)AP(?:[0-9A-F]|[{HIGH}]{{2,4}})[a-zA-Z0-9]{{8,}}(?:{EDGE}|$)",
    ),
    "AWSKeyDetector": (
        r"(?:A3T[A-Z0-9]|ABIA|ACCA|AKIA|ASIA)[0-9A-Z]{16}",
        folded("aws") + rf"[^\n]{{0,200}}['\"][0-9a-zA-Z/+{HIGH}]{{40,160}}['\"]",
    ),
    "AzureStorageKeyDetector": (r"AccountKey=[a-zA-Z0-9+/=]{88}",),
    "BasicAuthDetector": (r"://[^\s:/?#\[\]@!$&'()*+,;=]+:[^\s:/?#\[\]@!$&'()*+,;=]+@",),
    "CloudantDetector": (
        rf"{CLOUDANT}[_-]?(?:{API})?{KEY}{ASSIGN}[0-9a-zA-Z{HIGH}]{{24}}",
        rf"@[\w{HIGH}-]+\.{folded('cloudant')}\.",
    ),
    "DiscordBotTokenDetector": (
        rf"[MNO][\w{HIGH}-]{{23,100}}\.[\w{HIGH}-]{{6,24}}\.[\w{HIGH}-]{{27}}",
    ),
    "GitHubTokenDetector": (r"gh[pousr]_[A-Za-z0-9_]{36}",),
    "GitLabTokenDetector": (
        r"(?:gl(?:pat|dt|ft|soat|rt|cbt|imt|ptt|agent|oas)-|GR1348941)[A-Za-z0-9_-]{20}",
    ),
    # an entropy above 4.5 or 3.0 bits takes 23 or 9 different characters
    "Base64HighEntropyString": (r"['\"][A-Za-z0-9+/\\_=-]{23,}['\"]",),
    "HexHighEntropyString": (r"['\"][0-9A-Fa-f]{9,}['\"]",),
    "IbmCloudIamDetector": (rf"{KEY}{ASSIGN}[\w{HIGH}-]{{44}}",),
    "IbmCosHmacDetector": (
        rf"{SECRET}[-_]?(?:{ACCESS})?[-_]?{folded('key')}{ASSIGN}[a-fA-F0-9{HIGH}]{{48}}",
    ),
    "IPPublicDetector": (rf"(?:^|[^\w.])(?:{OCTET}\.){{3}}{OCTET}",),
    "JwtTokenDetector": (r"eyJ[\w=-]+\.[\w=-]",),
    "KeywordDetector": KEYWORDS,
    "MailchimpDetector": (r"[0-9a-z]{32}-us[0-9]",),
    "NpmDetector": (rf":_authToken={SPACE}*(?:npm_|[A-Fa-f0-9-]{{36}})",),
    "OpenAIDetector": (r"[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}",),
    "PrivateKeyDetector": (
        r"BEGIN (?:(?:DSA|EC|OPENSSH|RSA) )?PRIVATE KEY",
        r"BEGIN PGP PRIVATE KEY BLOCK",
        r"BEGIN SSH2 ENCRYPTED PRIVATE KEY",
        r"PuTTY-User-Key-File-2",
    ),
    "PypiTokenDetector": (r"pypi-AgE(?:IcHlwaS5vcmc|NdGVzdC5weXBpLm9yZw)[A-Za-z0-9_-]{70}",),
    "SendGridDetector": (r"SG\.[\w-]{22}\.[\w-]{43}",),
    "SlackDetector": (
        rf"{folded('xox')}(?:[abporABPOR]|{FOLDED['s']})-[0-9{HIGH}]+-",
        rf"{folded('hooks')}\.{folded('slack')}\.[cC][oO][mM]/",
    ),
    "SoftlayerDetector": (
        rf"{folded('sl')}[_-]?(?:{API})?[_-]?{KEY}{ASSIGN}[a-zA-Z0-9{HIGH}]{{64}}",
        rf"{folded('softlayer')}[_-]?(?:{API})?[_-]?{KEY}{ASSIGN}[a-zA-Z0-9{HIGH}]{{64}}",
        rf"{folded('softlayer')}.{{1,4}}[cC][oO][mM]/{folded('soap')}/",
    ),
    "SquareOAuthDetector": (r"sq0csp-[0-9A-Za-z\\_-]{43}",),
    "StripeDetector": (r"[rs]k_live_[0-9a-zA-Z]{24}",),
    "TelegramBotTokenDetector": (rf"[0-9{HIGH}]{{8}}:[0-9A-Za-z_-]{{35}}",),
    "TwilioKeyDetector": (r"(?:AC|SK)[a-z0-9]{32}",),
}

REWRITTEN = (
    NAME,
    rf"[A-Za-z0-9+/\\_={HIGH}-]{{23}}",
    r"[0-9A-Fa-f]{9}",
    rf"AKC[a-zA-Z0-9]{{10}}|AP(?:[0-9A-F]|[{HIGH}]{{2,4}})[a-zA-Z0-9]{{8}}",
    DETECTORS["AWSKeyDetector"][0],
    *DETECTORS["BasicAuthDetector"],
    rf"(?:{OCTET}\.){{3}}{OCTET}",
    r"eyJ",
    r":_authToken",
    r"PRIVATE",
    r"PuTTY-User-Key-File-2",
    folded("xox"),
    folded("slack"),
    folded("softlayer"),
    folded("cloudant"),
)
"""Of YAML and INI, detect-secrets looks at rewritten lines: what their texts hold if those match.

A value may stand on another line than its name, and gets quotes; it is never put together from
pieces but by the escapes that ``transformed`` knows.
"""
