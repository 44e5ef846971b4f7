"""Does this repository take SARIF? Asked before an upload, which would fail with a red line."""

import re
from collections.abc import Mapping

SECONDS = 5
_OFF = re.compile(rb"(must be|not) enabled", re.IGNORECASE)


def may_be_uploaded(environ: Mapping[str, str]) -> bool:
    """Whether an upload is worth a try; only a clear no of GitHub's is one.

    A private repository without GitHub Code Security answers 403 and says that it must be enabled.
    https://docs.github.com/rest/code-scanning/code-scanning#list-code-scanning-alerts-for-a-repository
    """
    from http.client import HTTPException
    from urllib.error import HTTPError
    from urllib.request import Request, urlopen

    api, token = environ.get("GITHUB_API_URL", ""), environ.get("INPUT_TOKEN", "")
    if not api.startswith(("https://", "http://")) or not token:
        return True
    url = f"{api}/repos/{environ.get('GITHUB_REPOSITORY', '')}/code-scanning/alerts?per_page=1"
    request = Request(url, headers={"Authorization": f"Bearer {token}"})  # noqa: S310 - see above
    try:
        with urlopen(request, timeout=SECONDS):  # noqa: S310 - the runner's own address
            return True
    except HTTPError as error:
        return not (error.code == 403 and _OFF.search(error.read(10_000)))
    except (OSError, HTTPException, ValueError):
        return True
