"""PHP: ``getenv``, ``$_ENV``, ``$_SERVER``, Laravel's ``env()``, Symfony's ``%env(X)%``."""

import re
from collections.abc import Iterator

from launchready_ci.gates.env.usage.code import Code
from launchready_ci.gates.env.usage.grammar import Call, Language, Mention
from launchready_ci.gates.env.usage.lexer import Quote, Syntax, only

SYNTAX = Syntax(
    comment=r"//|#(?!\[)",
    block=((r"/\*", r"\*/"), (r"\{\{--", r"--\}\}")),
    quotes=(Quote('"', '"', inside=r"\{(?=\$)"), Quote("'", "'"), Quote("`", "`")),
    heredoc=r"<<<[ \t]*(?P<mark>'?)\"?(?P<word>[A-Za-z_]\w*)['\"]?",
    expanded=r"\{\$[^{}\n]*\}",
)
CODE = re.compile(r"<\?(?:php\b|=)?")
REQUEST = (
    r"HTTP_(?:HOST|USER_AGENT|REFERER|ACCEPT\w*|COOKIE|CONNECTION|ORIGIN|AUTHORIZATION|RANGE|DNT"
    r"|CLIENT_IP|FORWARDED\w*|CACHE_CONTROL|CONTENT_\w+|UPGRADE\w*|REMOTE_\w+|IF_\w+|X_\w+|CF_\w+|SEC_\w+)"
    r"|REQUEST_(?:URI|METHOD|SCHEME|TIME\w*)|SERVER_(?:NAME|ADDR|ADMIN|PORT\w*|PROTOCOL|SOFTWARE|SIGNATURE)"
    r"|REMOTE_(?:ADDR|HOST|PORT|USER)|SCRIPT_(?:NAME|FILENAME|URI|URL)|DOCUMENT_(?:ROOT|URI)"
    r"|PATH_(?:INFO|TRANSLATED)|CONTENT_(?:TYPE|LENGTH)|QUERY_STRING|GATEWAY_INTERFACE|CONTEXT_\w+"
    r"|REDIRECT_(?:HTTP|REMOTE|SSL|QUERY|URL|STATUS|HANDLER)\w*|ORIG_\w+|SSL_(?:CLIENT|SERVER)_\w+"
    r"|PHP_SELF|PHP_AUTH_\w+|UNIQUE_ID|argv|argc|HTTPS"
)
"""What ``$_SERVER`` holds of a request: https://www.php.net/manual/en/reserved.variables.server.php"""
PROCESSED = re.compile(r"%env\((?:[\w:]+:)?(\w+)\)%")


def prepare(path: str, text: str) -> str:
    """What stands in ``<?php … ?>``; a Blade template is code everywhere."""
    whole = path.endswith(".blade.php") or "<?" not in text
    return text if whole else only(text, CODE, "?>", ";")


def processed(code: Code) -> Iterator[Mention]:
    """``'%env(int:X)%'``, in the strings of a configuration."""
    for match in PROCESSED.finditer(code.text):
        if code.code[match.start()] == "\0":
            yield Mention(match[1], match.start(1), "default:" in match[0])


LANGUAGE = Language(
    name="php",
    syntax=SYNTAX,
    telling=r"getenv|\$_ENV|\$_SERVER|\benv\s*\(|Env::|%env\(",
    calls=(
        Call(r"(?<![\w$>:])\\?getenv\s*\(", otherwise=-1),
        Call(r"\$_ENV\s*\["),
        Call(r"\$_SERVER\s*\[", foreign=r"(?:HTTP|REMOTE|SSL|REDIRECT|SERVER|REQUEST)_\w+"),
        Call(r"(?<![\w$>:])(?<!function )(?<!fn )\\?env\s*\("),
        Call(r"\bEnv::(?:get|getOrFail)\s*\("),
    ),
    function=r"\bfunction\s+&?(?P<name>\w+)\s*\(",
    goes_on=r"\s*\)*\s*(?:\?\?|\?:|\?(?!->)|[!=]==?|\|\||&&)",
    asked=r"\b(?:isset|empty)\s*\(\s*|\bif\s*\(\s*!?\s*|!\s*|&&\s*|\|\|\s*|array_key_exists\s*\(\s*",
    stops=r"\b(?:throw|exit|die|abort)\b",
    written=r"\s*(?:\?\?)?=(?![=>~])",
    foreign=REQUEST,
    parameter_last=True,
    joins=".",
    loop=(
        r"\bforeach\s*\(\s*(?P<list>\[|array\s*\(|(?:self::|static::|\$this->|\$)?\w+)[^;{}]*?"
        r"\bas\s+(?:\$\w+\s*=>\s*)?\$(?P<word>\w+)"
    ),
    prepare=prepare,
    more=processed,
)
