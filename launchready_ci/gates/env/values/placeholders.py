"""Is a value one that somebody was to replace?"""

from launchready_ci.lazy import lazy_pattern

FILLERS = lazy_pattern(
    r"""(?ix) change[-_. ]?(?:me|it|this|in[-_. ]?prod) | replace[-_. ]?(?:me|this|with)
    | (?:fill|put|insert|enter|paste|add|set|use)[-_. ]?(?:me|this|in|it|your|a)?[-_. ]
      (?:your|my|the|secret|key|token|value|password|here|in)\b
    | (?:need|should|must|to)s?[-_. ]?(?:to)?[-_. ]?(?:be)?[-_. ]?
      (?:changed?|updated|replaced|modified)
    | (?<![a-z])your[-_. ](?=[a-z\d]) | (?<![a-z])your(?:key|token|secret|password|domain|app|name)
    | (?:secret|token|key|password|value|id|url)[-_. ](?:goes[-_. ])?here\b
    | (?-i:\b(?:TODO|FIXME|TBD|TBA)\b) | ^(?:todo|fixme|tbd|tba)(?=[\s:]|$)
    | placeholder | lorem.ipsum | (?<![a-z])(?:dummy|fake)[-_]
    | (?<![a-z])(?:example|sample|dummy|fake)[-_. ]?(?:key|secret|token|password|value|id|user)s?\b
    | (?:^|[@/.])example\.(?:com|org|net|edu)\b | \.(?:example|invalid)(?=[:/,\s]|$)
    | (?<![a-z\d])x{3,}(?![a-z\d]) | (?<=[_-])x{4,}(?![a-z\d]) | x{8,}
    | ^\*{3,}$ | \*{5,} | \.{3}$ | … | _{5,}
    | (?<![a-z.])(?:my)?(?:company|domain|website|site)\.(?:com|tld)(?![\w.-])
    | (?<![a-z])to[-_ ]be[-_ ][a-z]+ | please[-_. ]change | not[-_ ]a[-_ ]real
    | ^(?:foo|bar|baz|foo.?bar|some.?value|asdf\w*)$
    | ^(?:undefined|\[object\ object\]|n/a|none\ yet|not[-_ ]set|unset|redacted)$"""
)
MARKED = lazy_pattern(r"(?<![\w)\]])<[A-Za-z][\w .,:|-]{2,60}>|^\[[A-Za-z][A-Za-z _-]{2,60}\]$")
"""``<your-key>``; a mail's sender ``App <a@b.c>`` and HTML are none."""
UNFILLED = lazy_pattern(
    r"\$\{[A-Z_][A-Z0-9_]+(?::?[-?+][^}]*)?\}|\$\([A-Z][A-Z0-9_]{2,}\)|^\$\(.*\)$"
    r"|^%[A-Z_][A-Z0-9_]+%$|^\$[A-Z_]{2,}$|^#\{.*\}$|^(@@|__)[A-Z][A-Z0-9_]+\1$"
    r"|^\S*(?:\$\{[a-z_]{3,}\}|\{\{[\w .-]*\}\}|<%=?[\w .-]+%>)\S*$|^\{\{.*\}\}$|^<%.*%>$"
)
"""A text with ``{{ name }}`` between its words is a template of the app's own."""
CREDENTIALED = lazy_pattern(r"://[^/?#\s:@]*:[^/?#\s@]+@")


def placeholder(name: str, value: str) -> str:
    """Why it is one: what it holds, in general words; ``""`` where it is none."""
    text = value.strip()[:LONGEST]
    if "_" in name and text.upper() == name.upper():
        return "is set to its own name"
    if UNFILLED.search(text):
        return "holds a variable or a template that nothing has filled in"
    if FILLERS.search(text) or MARKED.search(text):
        return "is still a placeholder"
    return ""


def copied(value: str, example: str, *, secret: bool) -> str:
    """Is it the example file's value, where that cannot be an ordinary default?

    ``PORT=8000`` may well be what production needs; a secret or a URL with a password may not.
    """
    same = value.strip() == example.strip() != ""
    if same and (secret or CREDENTIALED.search(value)):
        return "is the value that the example file shows to everybody"
    return ""


LONGEST = 10_000
"""Characters that are looked at."""
