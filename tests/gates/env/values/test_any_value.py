"""Whatever stands in an environment or a file, it is judged: nothing raises."""

from hypothesis import given, settings
from hypothesis import strategies as st

from launchready_ci.gates.env.exported import names
from launchready_ci.gates.env.files import compose, dockerfile, dotenv
from launchready_ci.gates.env.values import (
    exposure,
    forms,
    keys,
    local_auth,
    placeholders,
    places,
    strength,
    switches,
)
from launchready_ci.gates.env.values.types import KINDS, ValueType
from launchready_ci.sources import Text

SHAPED = r"(https?|postgres|://)?[\[\]:@,./a-z0-9=${}%<>_#-]{0,40}"
texts = st.text(st.characters(), max_size=60) | st.from_regex(SHAPED, fullmatch=True)


@settings(deadline=None)
@given(name=texts, value=texts)
def test_any_value_is_judged(name: str, value: str) -> None:
    for judge in (
        placeholders.placeholder,
        places.where,
        switches.debugging,
        switches.verbose,
        strength.weak,
        keys.key,
        local_auth.local_only,
        exposure.secret_by_value,
    ):
        judge(name, value)
    for kind in KINDS:
        assert isinstance(forms.misfit(value, ValueType(kind)), str)


@settings(deadline=None)
@given(text=texts | st.binary(max_size=100).map(lambda data: data.decode(errors="surrogateescape")))
def test_any_file_is_read(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")

    assert isinstance(names(text, "production"), frozenset)
    for path in (".env", ".env.example"):
        assert dotenv.judged(Text(path, data), tracked=True).subject == path
    assert isinstance(list(dockerfile.baked(Text("Dockerfile", b"ENV " + data))), list)
    named = Text("compose.yaml", b"services: {a: {env_file: " + data + b"}}")
    assert isinstance(list(compose.named_files(named)), list)
