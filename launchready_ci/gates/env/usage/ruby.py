"""Ruby: ``ENV["X"]``, ``ENV.fetch`` and its like, also in ERB."""

import re
from collections.abc import Iterator

from launchready_ci.gates.env.usage.code import Code
from launchready_ci.gates.env.usage.grammar import Call, Language, Mention
from launchready_ci.gates.env.usage.lexer import Quote, Syntax, only

SYNTAX = Syntax(
    comment="#",
    block=((r"^=begin\b", r"^=end\b"), (r"^__END__$", r"\Z")),
    quotes=(
        Quote('"', '"', inside=r"#\{"),
        Quote("`", "`", inside=r"#\{"),
        Quote("'", "'"),
    ),
    heredoc=r"<<[~-]?(?P<mark>'?)[\"`]?(?P<word>[A-Z][A-Z0-9_]*)['\"`]?",
    expanded=r"#\{[^{}\n]*\}",
    skip=r"\?[\"'#](?=[\s,)\]])|\$['\"`]",
    regex=r"[=(,:;!&|?{}\[~]|\b(?:if|unless|when|and|or|not|while|until|return|split|match|gsub|sub|scan)",
)
ERB = re.compile(r"<%[=-]?(?!#|%)")


def prepare(path: str, text: str) -> str:
    """Of a template what stands in ``<% … %>``."""
    template = path.endswith((".erb", ".yml", ".yaml"))
    return only(text, ERB, "%>", ";") if template else text


BARE = re.compile(r"(?<![\w$.:@])ENV\.fetch[ \t]+([\"'])(?P<name>\0+)\1[ \t]*(?P<more>,|\{|do\b)?")


def bare(code: Code) -> Iterator[Mention]:
    """``ENV.fetch "X"``, without brackets."""
    for match in BARE.finditer(code.code):
        start, end = match.span("name")
        yield Mention(code.text[start:end], start, match["more"] is not None)


LANGUAGE = Language(
    name="ruby",
    syntax=SYNTAX,
    telling=r"\bENV\b|require_keys",
    calls=(
        Call(r"(?<![\w$.:@])(?:::)?ENV\s*\["),
        Call(r"(?<![\w$.:@])(?:::)?ENV\.(?:fetch|dig|delete)\s*\("),
        Call(r"(?<![\w$.:@])(?:::)?ENV\.(?:key|has_key|include|member)\?\s*\(", default=True),
        Call(
            r"(?<![\w$.:@])(?:::)?ENV\.(?:values_at|slice|fetch_values)\s*\(",
            all=True,
            otherwise=-1,
        ),
        Call(r"\bDotenv\.require_keys\s*\(", all=True, otherwise=-1),
    ),
    function=r"\bdef\s+(?:self\.)?(?P<name>\w+[?!]?)\s*\(",
    goes_on=(
        r"\s*(?:\|\|(?!=?\s*(?:raise|fail|abort))|&&|\?(?!\.)|&\.|[!=]=|=~|\.(?:present|blank|nil|empty|in)\?"
        r"|\.(?:to_s|to_i|to_f|presence)\b|\{|do\b)"
    ),
    asked=r"\b(?:if|unless|elsif|while|until|and|or|not)\s+\(?|!\s*|&&\s*|\|\|\s*|!!\s*",
    stops=r"\b(?:raise|abort|fail|exit)\b",
    written=r"\s*=(?![=~>])",
    ends=True,
    loop=(
        r"(?P<list>%[wi][\[({]|\[|\b[A-Z]\w*)(?:[^\[\](){}|]*[\])}])?\s*(?:\.freeze)?"
        r"\.(?:each|map|all\?|any\?|select|reject|find|filter|filter_map|flat_map|each_with_object)"
        r"(?:\([^()]*\))?\s*(?:do|\{)\s*\|\s*(?P<word>\w+)"
    ),
    prepare=prepare,
    more=bare,
)
