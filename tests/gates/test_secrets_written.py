"""Is a credential found as real repositories write it, and is what stands like one left alone?

Both tables came from reading packages that the detectors had not been made with: each row is a
class of lines, not a line of theirs.
"""

from random import Random

import pytest

from launchready_ci.findings import Severity
from tests.gates import secret_samples
from tests.gates.test_secrets_formats import hits

FOUND = {
    "go typed constant": ("a.go", 'const apiKey string = "{t}"'),
    "go bytes": ("a.go", 'var secret = []byte("{t}")'),
    "typescript sure": ("a.ts", "password!: string = '{p}'"),
    "three quotes": ("a.py", 'PASSWORD = """{p}"""'),
    "parentheses": ("a.py", 'PASSWORD = ("{p}")'),
    "list": ("a.py", 'passwords = ["{p}", "{p}"]'),
    "comparison": ("a.go", 'if pass != "{p}" {'),
    "java equals": ("A.java", 'if (password.equals("{p}")) {'),
    "setter of a field": ("a.py", 'self.edit_password.setText("{p}")'),
    "decoding call": ("a.php", "$cfg['blowfish_secret'] = sodium_hex2bin('{h}');"),
    "letters only": (".env", "API_KEY={l}"),
    "short letters": ("tests/test_a.py", "login(password='{s}')"),
    "pass in a word": ("setup.sh", 'DEFAULT_ROPASS="{p}"'),
    "misspelt": ("a.py", "pswd = '{p}'"),
    "local url": ("examples/a.cfg", "db_url = mysql://app:{p}@127.0.0.1/app"),
    "markdown bold": ("README.md", "**Password**: {p}"),
    "markdown prose": ("README.md", "the default password is `{p}`"),
    "markdown table": ("README.md", "| `api_key` | `{t}` |"),
    "psql table": ("users.rst", "   | secret       | {t} |"),
    "value first, json": ("a.json", '{"value": "{p}", "name": "DB_PASSWORD"}'),
    "value first, xml": ("a.xml", '<property value="{p}" name="password"/>'),
    "element in element": ("a.xml", '<property name="password"><value>{p}</value></property>'),
    "chpasswd": ("Dockerfile", "RUN echo 'root:{p}' | chpasswd"),
    "password on stdin": ("a.sh", 'echo "{p}" | docker login -u bob --password-stdin'),
    "sudo": ("a.sh", "echo {p} | sudo -S apt-get update"),
    "net use": ("a.bat", r"net use Z: \\srv\share {p} /user:bob"),
    "mysqladmin": ("a.sh", "mysqladmin -u root password {p}"),
    "rabbitmqctl": ("a.sh", "rabbitmqctl add_user bob {p}"),
    "htpasswd": ("a.sh", "htpasswd -b users bob {p}"),
    "openssl passin": ("a.sh", "openssl rsa -passin pass:{p} -in a.pem"),
    "openssl enc": ("a.sh", "openssl enc -aes-256-cbc -k {p} -in a"),
    "login call": ("a.py", 'login("bob", "{p}")'),
    "spring token": ("A.java", 'new UsernamePasswordAuthenticationToken("bob", "{p}")'),
    "perl database": ("a.pl", 'DBI->connect("dbi:mysql:x", "root", "{p}");'),
}

LOOK_ALIKE = {
    "option of a parser": ("a.pl", "'dba-password=s', 'prompt-for-dba-password', 'package=s',"),
    "next assignment": ("a.conf", 'env: ["TEST_PASSWORD=passpassword", "TEST_REGISTRY=local"]'),
    "image": ("a.yml", 'token: "registry:2.2.1"'),
    "octal escapes": ("a.conf", r'User-Password = "password\000\000"'),
    "derived": ("a.cfg", "PBKDF2-Password := 'HMACSHA2+256:AAAAAQ:{t}:{t}'"),
    "hashed": ("a.rb", 'user.hashed_password = "{h}"'),
    "question": ("a.m", 'NSString *PasswordRecoveryQuestion1 = @"SecretQuestion1";'),
    "numbered word": ("A.cs", 'private const string ElemPassword1 = "Passwort1";'),
    "moment": ("a.yml", "users?password_expires_at=lt:2016-12-08T22:02:00Z"),
    "encoding": ("a.php", "$c->get('password_ldap_encodage', 'md5-crypt');"),
    "comparison in minified code": ("a.js", "a&&this.newPassword==this.p.confirm0ation&&b"),
    "uuencoded": ("a.eml", "M,0%.B]/:75=/?E=3:PASS=)(PW(#9YY5J1T!0@?`JVM$-<97KG1)+IN,PO(O1"),
    "basic of a constant": ("a.php", "'Basic YXBpOkFDQ0VTU19LRVk='"),
    "basic of words in a test": ("tests/a.java", '"Basic YWxhZGRpbjpvcGVuc2VzYW1l"'),
    "bearer of words": ("a.go", '"Bearer dGhpcyBpcyBhIGZha2UgYmVhcmVyIHRva2VuIQ=="'),
    "types in a table": ("a.c", " * | PW_TYPE_INTEGER         | ``uint32_t``       | No  |"),
    "mapping": ("a.php", "'credentials' => ['{t}' => $credential],"),
    "label with a shortcut": ("A.cs", 'this.m_cbPassword.setText("Pass&word");'),
    "translated word": ("languages/i18n/bcl.json", '"resetpass-submit": "Muknaon",'),
    "attributes": ("a.c", '.pass_attrs = "uid=user,userPassword=password",'),
    "algorithm": ("a.h", '#define MAIL_PW_CIPHER "aes-256-ctr"'),
    "sender": ("a.php", "$wgPasswordSender = 'apache@' . $host;"),
    "name of another": ("a.php", "'dbpass' => 'wgDBpassword',"),
    "header of a token": ("a.c", '.token = "eyJ0eXAiOiAiSldUIn0",'),
    "words in base64": ("a.c", '.token = "aGVsbG8sIHdvcmxkCg",'),
    "password of one call": ("a.sdp", "a=ice-pwd:{h}"),
    "scheme and hash": ("slapd.conf", "rootpw  {crypt}OuorOLd3VqvC2"),
    "words between bars": ("a.js", "judy_type|chpass_principal|kadm5_create_principal|x"),
    "static call": ("a.php", "Token::getTimestamp( '{h}' )"),
    "bytes": ("a.c", r'char *token = "\xe4\x95\x91\x25\xe2\x94\xad\xe1\x90";'),
    "line of a certificate": (
        "a.crt",
        "AAABhxAAAAAAAAAAAAAAAAAAAAABMA0GCSqGSIb3DQEBCwUAA4ICAQCGQCs1abcd",
    ),
    "bypass": ("a.sh", 'BYPASS="{p}"'),
    "prose": ("README.md", "The password is `required`."),
    "environment default": ("a.py", "password = os.environ.get('DB_PASSWORD', '')"),
    "piped variable": ("a.sh", 'echo "$PASSWORD" | docker login -u bob --password-stdin'),
}


def filled(text: str) -> str:
    random = Random(11)
    makers = {
        "{p}": "{8a}7x",
        "{t}": "{24a}7x",
        "{h}": "{40h}",
    }
    for place, template in makers.items():
        text = text.replace(place, secret_samples.fill(template, random))
    return text.replace("{l}", "kqzwvhtxjrbnpdmf").replace("{s}", "kqzwvht")


def errors(path: str, text: str) -> list[str]:
    found = hits(path, filled(text) + "\n")
    return [hit.format.name for hit in found if hit.format.severity is Severity.ERROR]


@pytest.mark.parametrize(("path", "text"), FOUND.values(), ids=FOUND.keys())
def test_it_is_found(path: str, text: str) -> None:
    assert errors(path, text)


def test_a_choice_of_the_kind_of_a_field_is_nothing() -> None:
    assert hits("a.js", "type={shown ? 'password' : 'textfield'}\n") == ()


@pytest.mark.parametrize(("path", "text"), LOOK_ALIKE.values(), ids=LOOK_ALIKE.keys())
def test_a_look_alike_is_no_error(path: str, text: str) -> None:
    assert errors(path, text) == []
