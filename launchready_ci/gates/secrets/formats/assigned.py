"""Passwords, tokens and keys of any kind, assigned to a name that says so, in every syntax."""

from launchready_ci.gates.secrets import context
from launchready_ci.gates.secrets.formats.checks import WARNING
from launchready_ci.gates.secrets.formats.row import Format

_WORD = r"(?i:passw|pass|pwd|psw|pword|passphrase|secret|token|cred|key|auth|salt|pw|contrasena|senha|kennwort)"
_NAME = rf"(?<![\w.-])(?<!::)(?P<name>[\w.$-]{{0,60}}?{_WORD}[\w.-]{{0,30}})"
_VALUE = r"\\{0,2}[\"'`](?:[\"']{2}|\\{1,2}[\"'`])?(?P<value>[^\"'`\s]{3,512}?)\\{0,2}[\"'`]"
_TYPE = (
    r"(?:!?:\s{0,3}[A-Za-z_&'][\w.<>\[\]|?&*' ]{0,40}?\s{0,3}(?==)|\[\w{0,20}\]\s{0,3}(?==)"
    r"|[aA]s\s{1,3}\w{1,20}\s{1,3}(?==)|\{\s?get;[\w\s;]{0,30}\}\s{1,3}(?==)|(?<=[ \t])(?:\[\])?(?:string|byte|String|str)[ \t]{1,3}(?==))?"
)
_OPERATOR = r"(?:=>|:=|!==?|\?\?=|\|\|=|===|==|=|:|\|\||\?\?|->|<-|\(|(?<=[\w\"'\])]\s)or\s|(?<=\w)(?:[ \t](?:is|was|be))?[ \t]{1,8}(?=@?[\"'`]))"
_CALL = (
    r"(?:default\s{0,2}=\s{0,2})?(?:new )?(?:[(\[{]\s{0,3})?(?:(?:[\w.:]{0,40}[.:]|\[\])?(?:[A-Z]\w{0,40}|str|bytes?|text|literal|b64decode|base64_decode|fromhex|trim|md5"
    r"|[a-z]\w{0,30}(?=\(\s{0,3}[\"'](?=[^\"']{0,80}\d)(?=[^\"']{0,80}[a-z])[\w+/=-]{20}))"
    r"!?\(\s{0,3}){0,2}(?:default\s{0,2}=\s{0,2})?(?:&\w{1,20} )?[urbfURBF@$L]{0,2}"
)
_QUOTED = rf"{_NAME}(?:\\{{0,2}}[\"'`]\s{{0,3}},\s{{0,20}}|\\{{0,2}}[\"'`\])]{{0,3}}\s{{0,40}}{_TYPE}{_OPERATOR}\s{{0,40}}){_CALL}{_VALUE}"
_QUOTED_SIEVE = rf"{_WORD}[\w.-]*[\\\"'`\])\[]*\s*(?:,|(?::|\{{ ?get;)[^=\n\"'`()]*=|[=:|?!(<>-]+|\s)\s*[\w.:!(&=\[\]{{ ]*[@$]?[\"'`]{{0,3}}\\*[\"'`][^\"'`\s]{{3}}"

_PLAIN = (
    rf"{_NAME}[\"'*`]{{0,3}}[ \t]{{0,20}}(?:(?:\?|:|\+)?[=:](?!=)\*{{0,2}}|\bis[ \t])[ \t]{{0,20}}(?:!!?\w{{1,10}} |\*\*)?"
    r"(?=[^\s\"'`,;<>(){}#&|\]\\]{0,512}+(?:[\s\"'`,;<>(){}#&|\]\\]|$))"
    r"(?P<value>[^\s\"'`,;<>(){}\[\]|&][^\s\"'`,;<>(){}]{2,511})(?=[ \t]|$|[\r#;,&|\"'`}\]]|\\n)"
)
_PLAIN_SIEVE = rf"{_WORD}[\w.-]*[\"'*`]*[ \t]*(?:[?:+]?[=:]\**|is[ \t])[ \t]*(?:!!?\w+ |\*\*)?[^\s\"'`,;<>(){{}}\[\]|&]{{3}}"

_OPTION = (
    r"(?<![\w-])--?(?P<name>[\w-]{0,40}?(?i:passw|pass|pwd|secret|token|api-?key|apikey|credential)[\w-]{0,20})"
    r"(?:[= ]|[\"'], ?[\"'])[\"']?(?P<value>[^\s\"'`<>|&;,)\\-][^\s\"'`<>|&;,)\\]{3,511})"
)
_XML = (
    rf"<(?P<name>[\w.:-]{{0,60}}?{_WORD}[\w.-]{{0,30}})(?:\s[^<>]{{0,200}})?>\s{{0,4}}"
    r"(?:<!\[CDATA\[)?(?P<value>[^<>\s]{3,512}?)(?:\]\]>)?\s{0,4}</"
)
_PAIR = (
    rf"\b(?i:key|name|id|property|field|var|parameter|env|type)\\?[\"']?\s{{0,3}}[=:>]\s{{0,3}}\\?[\"']?(?P<name>[\w.$-]{{0,60}}?{_WORD}[\w.-]{{0,30}})\\?[\"']?"
    r"(?:[^<>\n\w]{0,20}|</\w{1,20}>\s{0,4})\n?\s{0,40}(?:[\w:-]{1,20}=[\"'][^\"'\n]{0,40}[\"']\s{1,4})?-?\s?\\?[\"'<]?(?i:value|default|data|content)\\?[\"']?\s{0,3}[=:>]\s{0,3}"
    r"\\?[\"']?(?P<value>[^\s\"'<>,{}][^\s\"'<>,]{2,511})"
)
_ATTRIBUTE = (
    rf"\b(?i:key|name|id)=[\"'](?P<name>[\w.$-]{{0,60}}?{_WORD}[\w.-]{{0,30}})[\"'][^<>\n]{{0,80}}>\s{{0,40}}(?:<value>\s{{0,40}})?"
    r"(?P<value>[^<>\s]{3,512})\s{0,40}</"
)
_SQL = (
    r"(?:(?i:\bidentified\s{1,3}(?:with\s{1,3}\S{1,40}\s{1,3})?by)\s{1,3}(?:(?i:password)\s{1,3}|(?i:values)\s{1,3})?\\?[\"']"
    r"|(?i:\bpassword)(?:\s{1,3}(?i:for)\s{1,3}\S{1,60})?(?:\s{0,3}=\s{0,3}(?:(?i:password)\s{0,2}\()?|\s{1,3}|\s{0,2}\(\s{0,2})N?\\?')"
    r"(?P<value>[^\"'\s]{3,200}?)\\?[\"']"
)
_CONNECTION = (
    r"(?:^|[;\"'`\s{?&])(?P<name>(?i:password|pwd|pass|passwd|accountkey|sharedaccesskey|secret|token|apikey|api_key|access_token|client_secret|sig)"
    rf"|(?<=[?&])[\w.-]{{0,40}}?{_WORD}[\w-]{{0,20}})"
    r"\s{0,2}=\s{0,2}(?P<value>[^=;\"'`\s&<>,(){}][^;\"'`\s&<>,(){}]{2,511})(?=[;&\"'`]|[ \t]{1,3}\w{1,30}=)"
)
_DEFAULT = rf"\$\{{(?P<name>[\w.]{{0,60}}?{_WORD}[\w.-]{{0,30}}):[-=?]?(?P<value>[^\s\"'`{{}}$]{{4,512}})\}}"
_TABLE = (
    rf"(?:^|\|)[ \t]{{0,40}}[*`]{{0,2}}(?P<name>(?:[\w.-]{{1,20}} ){{0,3}}[\w.-]{{0,60}}?{_WORD}[\w.-]{{0,30}})[*`]{{0,2}}[ \t]{{0,40}}\|"
    r"[ \t]{1,40}[*`]{0,2}(?P<value>[^\s|*`]{6,512})[*`]{0,2}[ \t]{0,400}(?:\||\r?$)"
)
_BEFORE = (
    r"\b(?i:value|default|data|content)\\?[\"']?\s{0,3}[=:]\s{0,3}\\?[\"'](?P<value>[^\s\"'<>,{}\\]{4,512})\\?[\"']"
    rf"(?:,?\s{{1,40}}|,)[\"'\\]{{0,2}}(?i:key|name|id|property|variable)\\?[\"']?\s{{0,3}}[=:]\s{{0,3}}\\?[\"'](?P<name>[\w.$-]{{0,60}}?{_WORD}[\w.-]{{0,30}})\\?[\"']"
)
_PIPED = (
    r"\becho[ \t]{1,3}(?:-\w[ \t]{1,3})?[\"']?(?:[\w.-]{1,40}:)?(?P<value>[^\s\"'`<>|$:-][^\s\"'`<>|]{3,200})[\"']?[ \t]{0,3}\|[ \t]{0,3}"
    r"(?:sudo[ \t]|(?:sudo )?chpasswd|[^\n|]{0,80}--password-stdin|passwd\b|openssl passwd)"
)
_COMMAND = (
    r"\b(?:(?:mysql|mysqldump|mysqladmin|mariadb)\b.*?\s-p|(?:sshpass|docker login|helm registry login|podman login|ldapsearch|smbclient|az login|useradd|usermod)\b.*?\s-[pwP] ?|redis-cli\b.*?\s-a ?"
    r"|mysqladmin\b.*?\spassword |rabbitmqctl (?:add_user|change_password) \S{1,60} |htpasswd -\w*b\w* (?:\S{1,60} ){1,2}|net use \S{1,10} \S{1,80} "
    r"|openssl enc\b.*?\s-k |-pass(?:in|out)? pass:)"
    r"[\"']?(?P<value>[^\s\"'`<>|&;$-][^\s\"'`<>|&;]{3,200})"
)

_DIRECTIVE = (
    r"(?:^[ \t]{0,20}(?:ENV|setenv|set -x|env\.)[ \t]{1,4}(?P<name>[\w.-]{0,60}?(?i:passw|pass|pwd|secret|token|key)[\w.-]{0,30})"
    r"|\b(?:requirepass|masterauth|sasl_passwd|bindpw|rootpw|bind_password|AuthLDAPBindPassword|ConvertTo-SecureString(?: -String)?))[ \t]{1,8}[\"']?(?P<value>[^\s\"'`<>$=-][^\s\"'`<>=]{3,200}={0,2})(?=[\"'\s]|$)"
)
_PLIST = rf"<key>(?P<name>[\w.-]{{0,60}}?{_WORD}[\w.-]{{0,30}})</key>\s{{0,40}}<string>(?P<value>[^<>\s]{{3,512}})</string>"
_CALLED = (
    r"(?:WiFi\.begin|\bauth\s{0,2}=\s{0,2}|\bauth|[Bb]asicAuth|\w{0,30}Credentials?|\w{0,30}Authentication(?:Token)?|\w{0,30}AuthenticationInterceptor|getConnection|mysqli?_connect|mysqli|new PDO|DBI->connect|createConnection|\b[lL]og_?[iI]n|\b[sS]ign_?[iI]n|\.authenticate|\w{0,20}[bB]ind(?:_\w{1,10})?|(?:\w{0,10}sql\w{0,4}|MySQLdb|ftp|ssh|db|database|client)\.connect)"
    r"\(\s{0,3}(?:[^,()\"'\n]{1,60},\s{0,3}|[\"'][^\"'\n]{0,120}[\"']\s{0,2},\s{0,3}){1,2}[\"'](?P<value>[^\"'\s]{4,200})[\"']"
)
_SIGNED = (
    r"(?:jwt\.(?:sign|verify|encode|decode)|\bjwt_?(?:encode|decode)|JWT::(?:encode|decode)|createHmac|hmac\.new|hash_hmac|HmacSHA\d{1,3}|\b(?:AES|DES|Rabbit)\.(?:en|de)crypt|createCipher(?:iv)?|signWith|setSigningKey|\bFernet)"
    r"\((?:[^\n;\"']{0,80}?,)?\s{0,3}(?:[\"'][\w-]{2,20}[\"'],\s{0,3})?b?[\"'](?P<value>[^\"'\s]{8,200})[\"']"
)

_ENV_LINE = (
    rf"^[ \t]{{0,12}}(?:[#;]?[ \t]{{0,3}}|export[ \t]{{1,4}})(?P<name>[\w.-]{{0,60}}?{_WORD}[\w.-]{{0,30}})[ \t]{{0,4}}=[ \t]{{0,4}}"
    r"(?P<value>(?=[^\n]{0,511}[,;(){}\[\]&|<>])[^\s\"'`<][^\s\"'`]{5,511})(?=[ \t]{0,8}(?:\r|$)|[ \t]{1,8}#)"
)
_DEFAULTED = (
    rf"(?<![\w.])[\"']?(?:--?)?(?P<name>[\w-]{{0,60}}?{_WORD}[\w-]{{0,30}})[\"']?\s{{0,3}}(?:[:={{,(]\s{{0,3}}[{{(]?|=\s{{0,3}}\w[\w.]{{0,40}}\()"
    r"(?:[^{}()\n]|\n(?!\s{0,20}\n)){0,240}?(?<![\w-])[\"']?(?i:default)[\"']?\s{0,3}[:=]\s{0,3}[\"'](?P<value>[^\"'\s]{6,512})[\"']"
)
_CONTINUED = (
    rf"{_NAME}[\"'`\])]{{0,2}}\s{{0,3}}{_TYPE}(?:=>|:=|[=:])[ \t]{{0,3}}(?:[|>][+-]?[ \t]{{0,3}}(?:\r?\n)[ \t]{{1,40}}|[(\\]?[ \t]{{0,3}}\r?\n[ \t]{{0,40}}[\"'`])"
    r"(?P<value>[^\"'`\s]{6,512})(?=[\"'`]|[ \t]{0,3}(?:\r|$))"
)

_UNNAMED = (
    r"(?i:\b|_|(?<=[a-z]))(?i:client|bot|api|sdk|log_?in|sign_?in|auth\w{0,12}|connect|init\w{0,8}|configure|bearer|credentials?|from_token|run|start|activate|stripe|openai|anthropic)"
    r"\(\s{0,3}(?:[\w.]{1,30}\s{0,2}[,=]\s{0,2})?[\"'`](?P<value>[A-Za-z0-9_.~+/=-]{20,120})[\"'`]\s{0,3}[,)]"
)

_OPENS = "It opens what the name beside it stands for: an account, a database, a service."
_REVOKE = (
    "Change it where it is set, read it from the environment or a secret store, and remove it here."
)

FORMATS = (
    Format(
        "LR-SEC180", "assigned-secret", "Secret in a string", _QUOTED, _OPENS, _REVOKE,
        context.quoted_strong, rank=40, prefilter=_QUOTED_SIEVE,
    ),
    Format(
        "LR-SEC181", "assigned-weak-secret", "Weak or unlikely secret in a string", _QUOTED, _OPENS, _REVOKE,
        context.quoted_weak, severity=WARNING, rank=38, prefilter=_QUOTED_SIEVE,
    ),
    Format(
        "LR-SEC182", "configured-secret", "Secret in a configuration", _PLAIN, _OPENS, _REVOKE,
        context.plain_strong, rank=40, prefilter=_PLAIN_SIEVE,
    ),
    Format(
        "LR-SEC183", "configured-weak-secret", "Weak or unlikely secret in a configuration", _PLAIN, _OPENS, _REVOKE,
        context.plain_weak, severity=WARNING, rank=38, prefilter=_PLAIN_SIEVE,
    ),
    Format(
        "LR-SEC184", "option-secret", "Secret on a command line", _OPTION, _OPENS, _REVOKE,
        context.strong, rank=41, prefilter=r"--?[\w-]*(?i:passw|pass|pwd|secret|token|api-?key|credential)[\w-]*(?:[= ]|[\"'], ?[\"'])[\"']?[^\s\"'<>|&;,)]{4}",
    ),
    Format(
        "LR-SEC185", "element-secret", "Secret in an XML element", _XML, _OPENS, _REVOKE,
        context.strong, rank=41, lines=2, prefilter=rf"<[\w.:-]*{_WORD}[^<>]*>\s*[^<>\s]{{3}}",
    ),
    Format(
        "LR-SEC186", "paired-secret", "Secret beside its name", _PAIR, _OPENS, _REVOKE,
        context.strong, rank=42, lines=2,
        prefilter=rf"(?i:key|name|id|property|field|var|parameter|env|type)\\?[\"']?\s*[=:>]\s*\\?[\"']?[\w.$-]*{_WORD}",
    ),
    Format(
        "LR-SEC187", "attributed-secret", "Secret in a named element", _ATTRIBUTE, _OPENS, _REVOKE,
        context.strong, rank=41, lines=2, prefilter=rf"(?i:key|name|id)=[\"'][\w.$-]*{_WORD}[^<>]*>\s*(?:<value>\s*)?[^<>\s]{{3}}",
    ),
    Format(
        "LR-SEC188", "sql-password", "Password in SQL", _SQL,
        "The database account that the statement makes or changes.",
        "Change it with ALTER USER, and give it to the statement from outside.",
        context.password_strong, rank=42, prefilter=r"(?i:identified\s.*by|password)[^\"'\n]*[\"'][^\"'\s]{3}",
    ),
    Format(
        "LR-SEC189", "connection-string-secret", "Secret in a connection string", _CONNECTION,
        "The database, queue or account that the string names.", _REVOKE,
        context.connection, rank=43, prefilter=rf"[?&][\w.-]*{_WORD}[\w-]*=[^;\"'`\s&<>,(){{}}]{{3}}|" r"(?i:password|pwd|pass|passwd|accountkey|sharedaccesskey|secret|token|api_?key|sig)\s*=\s*[^;\"'`\s&<>,(){}]{3,}(?:[;&\"'`]|[ \t]+\w+=)",
    ),
    Format(
        "LR-SEC190", "default-secret", "Secret as the default of a variable", _DEFAULT, _OPENS,
        "Let the variable have no default: a release without it should fail, not run with a known secret.",
        context.strong, rank=43, prefilter=rf"\$\{{[\w.]*{_WORD}[\w.-]*:",
    ),
    Format(
        "LR-SEC191", "command-password", "Password of a command", _COMMAND, "The server that the command logs in to.", _REVOKE,
        context.password_strong, rank=42,
        prefilter=r"(?:mysql|mariadb|sshpass|login|ldapsearch|smbclient|redis-cli|user(?:add|mod)|enc).*\s-[pwPak]|mysqladmin.*\spassword |rabbitmqctl |htpasswd -|net use |-pass(?:in|out)? pass:",
    ),
    Format(
        "LR-SEC192", "directive-secret", "Secret in a directive", _DIRECTIVE, _OPENS, _REVOKE,
        context.directive, rank=41, prefilter=r"(?:ENV|setenv|set -x|env\.)[ \t]+[\w.-]*(?i:passw|pass|pwd|secret|token|key)|requirepass|masterauth|sasl_passwd|bindpw|rootpw|bind_password|AuthLDAPBindPassword|ConvertTo-SecureString",
    ),
    Format(
        "LR-SEC193", "plist-secret", "Secret in a property list", _PLIST, _OPENS, _REVOKE,
        context.strong, rank=41, lines=2, prefilter=rf"<key>[\w.-]*{_WORD}",
    ),
    Format(
        "LR-SEC194", "called-password", "Password in a call that logs in", _CALLED,
        "The server that the call logs in to.", _REVOKE,
        context.password_sure, rank=39, prefilter=r"(?:WiFi\.begin|auth\s*=\s*|auth|Auth|Credentials?|Authentication\w*|getConnection|mysqli?_connect|mysqli|new PDO|DBI->connect|createConnection|[lL]og_?[iI]n|[sS]ign_?[iI]n|\.authenticate|[bB]ind(?:_\w*)?|(?:sql\w*|MySQLdb|ftp|ssh|db|database|client)\.connect)\(\s*.*,\s*(?:.*,\s*){0,2}[\"'][^\"'\s]{4}",
    ),
    Format(
        "LR-SEC195", "signing-secret", "Signing or encryption key in a call", _SIGNED,
        "Whoever has it can forge what the program signs, or read what it encrypts.", _REVOKE,
        context.key_sure, rank=39, prefilter=r"(?:jwt\.|jwt_?(?:en|de)code|JWT::|createHmac|hmac\.new|hash_hmac|HmacSHA|(?:AES|DES|Rabbit)\.|createCipher|signWith|setSigningKey|Fernet\()",
    ),
    Format(
        "LR-SEC196", "env-line-secret", "Secret in an environment file", _ENV_LINE, _OPENS, _REVOKE,
        context.env_line, rank=42,
        prefilter=rf"^[ \t]*(?:[#;]?[ \t]*|export[ \t]+)[\w.-]*{_WORD}[\w.-]*[ \t]*=[ \t]*[^\s\"'`]*[,;(){{}}\[\]&|<>][^\s\"'`]*(?:[ \t]+#|[ \t]*\r?$)",
    ),
    Format(
        "LR-SEC197", "declared-default-secret", "Secret as a declared default", _DEFAULTED, _OPENS,
        "Let the option or variable have no default: a release without it should fail, not run with a known secret.",
        context.strong, rank=39, lines=5, prefilter=rf"{_WORD}[\w-]*[\"']?\s*[:={{,(][^{{}}()]*(?:[{{(][^{{}}()]*)?(?i:default)[\"']?\s*[:=]\s*[\"'][^\"'\s]{{6}}",
    ),
    Format(
        "LR-SEC198", "continued-secret", "Secret on the line after its name", _CONTINUED, _OPENS, _REVOKE,
        context.continued, rank=39, lines=2,
        prefilter=rf"{_WORD}[\w.-]*[\"'`\])]*\s*(?::[^=\n\"'`()]*)?[=:]>?[ \t]*[|>(\\]?[+-]?[ \t]*\r?\n[ \t]*[\"'`]?[^\"'`\s]{{6}}",
    ),
    Format(
        "LR-SEC222", "table-secret", "Secret in a table", _TABLE, _OPENS, _REVOKE,
        context.strong, rank=39, prefilter=rf"{_WORD}[\w.-]*[*`]*[ \t]*\|[ \t]+[*`]*[^\s|*`]{{6}}",
    ),
    Format(
        "LR-SEC223", "preceding-secret", "Secret before its name", _BEFORE, _OPENS, _REVOKE,
        context.strong, rank=41, lines=2,
        prefilter=rf"(?i:key|name|id|property|variable)\\?[\"']?\s*[=:]\s*\\?[\"'][\w.$-]*{_WORD}",
    ),
    Format(
        "LR-SEC224", "piped-password", "Password piped to a command", _PIPED,
        "The account that the command logs in to or changes.", _REVOKE,
        context.password_strong, rank=42, prefilter=r"\becho[^\n]*\|[^\n]*(?:sudo|passwd|--password-stdin)",
    ),
    Format(
        "LR-SEC199", "unnamed-secret", "Random string in a call that connects or logs in", _UNNAMED,
        "Perhaps what the call connects to: a random string that nothing names, and that is no hash.",
        _REVOKE, context.unnamed, severity=WARNING, rank=10,
        prefilter=r"(?i:client|bot|api|sdk|in|auth\w*|connect|init\w*|configure|bearer|credentials?|token|run|start|activate|stripe|openai|anthropic)\(\s*(?:[\w.]+\s*[,=]\s*)?[\"'`][A-Za-z0-9_.~+/=-]{20}",
    ),
)  # fmt: skip
