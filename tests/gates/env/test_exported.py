"""A list of names, in whatever form a host's tool wrote it."""

import json

import pytest

from launchready_ci.gates.env.exported import names

BOTH = {"DATABASE_URL", "SECRET_KEY"}
FORMS = {
    "one per line": "DATABASE_URL\nSECRET_KEY\n",
    "with an equals sign": "DATABASE_URL=\nSECRET_KEY=zqx\n",
    "exported": "export DATABASE_URL=zqx\nexport SECRET_KEY\n",
    "a list": "- DATABASE_URL\n- SECRET_KEY\n",
    "quoted": '"DATABASE_URL",\n"SECRET_KEY"\n',
    "comments and CRLF": "# production\r\nDATABASE_URL\r\n\r\nSECRET_KEY\r\n",
    "a byte order mark": "\ufeffDATABASE_URL\nSECRET_KEY\n",
    "an array": '["DATABASE_URL", "SECRET_KEY"]',
    "an object (heroku, railway, netlify)": '{"DATABASE_URL": "zqx", "SECRET_KEY": ""}',
    "two documents": '{"kind": "Secret", "data": {"DATABASE_URL": "zqx"}}\n["SECRET_KEY"]\n',
    "doppler": '{"DATABASE_URL": {}, "SECRET_KEY": {}}',
    "gh secret list --json": '[{"name": "DATABASE_URL"}, {"name": "SECRET_KEY"}]',
    "fly secrets list --json": json.dumps(
        [{"Name": "DATABASE_URL", "Digest": "A1B2"}, {"Name": "SECRET_KEY"}]
    ),
    "wrangler": '[{"name": "DATABASE_URL", "type": "secret_text"}, {"name": "SECRET_KEY"}]',
    "render": json.dumps(
        [{"envVar": {"key": "DATABASE_URL", "value": "ZQX"}}, {"envVar": {"key": "SECRET_KEY"}}]
    ),
    "a secret of Kubernetes": json.dumps(
        {
            "apiVersion": "v1",
            "kind": "Secret",
            "metadata": {"name": "app", "labels": {"APP": "zqx"}, "annotations": {}},
            "data": {"DATABASE_URL": "enF4", "SECRET_KEY": "enF4"},
        }
    ).replace('{"APP": "zqx"}', '{"app": "ZQX"}'),
    "a list of Kubernetes": json.dumps(
        {
            "kind": "List",
            "items": [
                {"kind": "ConfigMap", "data": {"DATABASE_URL": "zqx"}},
                {"kind": "Secret", "stringData": {"SECRET_KEY": "zqx"}},
            ],
        }
    ),
    "a deployment": json.dumps(
        {
            "spec": {
                "containers": [
                    {
                        "name": "web",
                        "env": [{"name": "DATABASE_URL", "value": "ZQX"}, {"name": "SECRET_KEY"}],
                    }
                ]
            }
        }
    ),
    "parameters of AWS": json.dumps(
        {"Parameters": [{"Name": "/app/DATABASE_URL"}, {"Name": "/app/SECRET_KEY"}]}
    ),
    "heroku config": "=== app Config Vars\n\nDATABASE_URL: postgres://zqx\nSECRET_KEY:   zqx\n",
    "fly secrets list": (
        "NAME        \tDIGEST\tCREATED AT\nDATABASE_URL\ta1b2\t1m ago\nSECRET_KEY\tc3\t2d ago\n"
    ),
    "gh secret list": (
        "NAME          UPDATED\nDATABASE_URL  about 1 month ago\nSECRET_KEY    2026-01-01\n"
    ),
    "railway variables": "╔═ Variables ═╗\n║ DATABASE_URL │ zqx ║\n║ SECRET_KEY   │ zqx ║\n╚═╝\n",
    "a table in Markdown": (
        "| Name | Value |\n|---|---|\n| DATABASE_URL | zqx |\n| SECRET_KEY | zqx |\n"
    ),
    "vercel env ls": (
        "Vercel CLI 44.0.0\n> Environment Variables found for team/app [200ms]\n\n"
        " name          value       environments          created\n"
        " DATABASE_URL  Encrypted   Production, Preview   1d ago\n"
        " SECRET_KEY    Encrypted   Production            1d ago\n"
        " ONLY_PREVIEW  Encrypted   Preview               1d ago\n"
    ),
    "prose around it": "Retrieving variables of app now\nDATABASE_URL\nSECRET_KEY\nDone in 2 s\n",
}


@pytest.mark.parametrize("text", FORMS.values(), ids=FORMS)
def test_every_form_gives_its_names(text: str) -> None:
    assert names(text, "production") == BOTH


@pytest.mark.parametrize("text", ["", "\n\n", "{}", "[]", "# nothing\n", "{broken", "[" * 100_000])
def test_what_holds_no_name_gives_none(text: str) -> None:
    assert names(text) == frozenset()


def test_a_lower_case_name_counts_where_it_stands_alone() -> None:
    assert names("http_proxy\nApiKey=\n") == {"http_proxy", "ApiKey"}
    assert names('{"http_proxy": "zqx"}') == {"http_proxy"}
