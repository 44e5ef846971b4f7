"""Forges, package registries and continuous integration."""

from launchready_ci.gates.secrets import checksums, values
from launchready_ci.gates.secrets.formats.checks import (
    WARNING,
    crc_github,
    mixed,
    no_crc_github,
    real,
    unlike_language,
)
from launchready_ci.gates.secrets.formats.row import Candidate, Format, named

_UUID = r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
_GITHUB = r"(?<![A-Za-z0-9])gh[pousr]_(?:[A-Za-z0-9]{36}|[A-Za-z0-9]{76})(?![A-Za-z0-9_])"
_GITHUB_OPENS = "It reads and writes the GitHub repositories of its owner, within its scopes."
_GITHUB_REVOKE = (
    "Delete it: https://github.com/settings/tokens (an App's token: DELETE /installation/token)."
)
_FINE_GRAINED = r"\bgithub_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}(?![A-Za-z0-9_])"
_GITLAB_REVOKE = "Revoke it: https://gitlab.com/-/user_settings/personal_access_tokens, or the project's Settings, Access tokens."


def _fine_grained(c: Candidate) -> bool:
    return checksums.github_fine_grained(c.value) and real(c)


def _fine_grained_broken(c: Candidate) -> bool:
    return not checksums.github_fine_grained(c.value) and unlike_language(c)


def _routable(c: Candidate) -> bool:
    return checksums.gitlab_routable(c.value)


def _pypi(c: Candidate) -> bool:
    return checksums.pypi(c.value) and real(c)


def _atlassian(c: Candidate) -> bool:
    return checksums.atlassian(c.value)


def _npm_auth(c: Candidate) -> bool:
    digits = any(48 <= byte <= 57 for byte in c.value)
    return real(c) and digits and (len(c.value) == 36 or values.surprise(c.value) > 4.5)


def _bitbucket_server(c: Candidate) -> bool:
    raw = checksums.unbase64(c.value[5:])
    return raw is not None and raw.partition(b":")[0].isdigit()


FORMATS = (
    Format(
        "LR-SEC100", "github-token", "GitHub token", _GITHUB, _GITHUB_OPENS, _GITHUB_REVOKE,
        crc_github, rank=95, binary=True,
    ),
    Format(
        "LR-SEC101", "github-fine-grained-token", "GitHub fine-grained token", _FINE_GRAINED,
        "It reads and writes the GitHub repositories that were chosen for it.",
        "Delete it: https://github.com/settings/personal-access-tokens.",
        _fine_grained, rank=95, binary=True,
    ),
    Format(
        "LR-SEC102", "github-token-checksum", "GitHub token with a wrong checksum", _GITHUB,
        "It looks like a GitHub token, but its checksum is wrong, so GitHub never made it: hence only a warning.",
        "If it was copied from a real one, delete that: https://github.com/settings/tokens.",
        no_crc_github, severity=WARNING, rank=30,
    ),
    Format(
        "LR-SEC103", "github-fine-grained-checksum", "GitHub fine-grained token with a wrong checksum", _FINE_GRAINED,
        "It looks like a GitHub token, but its checksum is wrong, so GitHub never made it: hence only a warning.",
        "If it was copied from a real one, delete that: https://github.com/settings/personal-access-tokens.",
        _fine_grained_broken, severity=WARNING, rank=30,
    ),
    Format(
        "LR-SEC104", "github-app-token", "GitHub App installation token",
        r"\bghs_[0-9]{1,12}_eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}",
        "For an hour it acts as the GitHub App on the repositories where it is installed.",
        "DELETE https://api.github.com/installation/token with it, and find out how it got into the text.",
        real, rank=96,
    ),
    Format(
        "LR-SEC105", "github-oauth-secret", "GitHub OAuth client secret",
        named("github[_.-]?(?:oauth|client|app|api)?[_.-]?(?:secret|client[_.-]secret|token|key|pat)", r"[0-9a-f]{40}"),
        "With the client id it acts as your GitHub OAuth app, or, as a token of old, as its owner.",
        "Make a new client secret and delete this one: https://github.com/settings/developers.",
        mixed, rank=70,
    ),
    Format(
        "LR-SEC110", "gitlab-token", "GitLab token",
        r"\b(?:glpat|gldt|glrt|glcbt|glptt|glft|glimt|glagent|gloas|glsoat|glffct|glwt)-(?:t\d_)?[A-Za-z0-9_-]{20,64}(?![A-Za-z0-9_.-])",
        "It reads and writes GitLab projects, pipelines or registries, within its scopes.",
        _GITLAB_REVOKE, unlike_language, rank=90, binary=True, prefilter=r"\bgl[a-z]{2,6}-[A-Za-z0-9_-]{8}",
    ),
    Format(
        "LR-SEC111", "gitlab-routable-token", "GitLab routable token",
        r"\bgl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|oas|soat|ffct|wt)-[A-Za-z0-9_-]{27,300}\.[0-9a-z]{2}\.[0-9a-z]{9}(?![A-Za-z0-9_])",
        "It reads and writes GitLab projects, pipelines or registries, within its scopes.",
        _GITLAB_REVOKE, _routable, rank=95, binary=True, prefilter=r"\bgl[a-z]{2,6}-[A-Za-z0-9_-]{8}",
    ),
    Format(
        "LR-SEC112", "gitlab-runner-registration-token", "GitLab runner registration token",
        r"\bGR1348941[A-Za-z0-9_-]{20}(?![A-Za-z0-9_-])",
        "It registers a runner that then receives your jobs and their secrets.",
        "Reset it: the project's Settings, CI/CD, Runners.",
        real, rank=90, binary=True, prefilter="GR1348941",
    ),
    Format(
        "LR-SEC113", "bitbucket-token", "Bitbucket app password or access token",
        r"\bATBB[A-Za-z0-9]{24}[A-F0-9]{8}(?![A-Za-z0-9])",
        "It reads and writes Bitbucket repositories, within its permissions.",
        "Revoke it: https://bitbucket.org/account/settings/app-passwords/.",
        _atlassian, rank=95, binary=True,
    ),
    Format(
        "LR-SEC114", "bitbucket-server-token", "Bitbucket Data Center token",
        r"\bBBDC-[MNO][A-Za-z0-9+/]{43}(?![A-Za-z0-9+/])",
        "It reads and writes the repositories of your Bitbucket server.",
        "Revoke it in your Bitbucket server: Manage account, HTTP access tokens.",
        _bitbucket_server, rank=95,
    ),
    Format(
        "LR-SEC120", "npm-token", "npm token", r"(?<![A-Za-z0-9])npm_[A-Za-z0-9]{36}(?![A-Za-z0-9_])",
        "It publishes npm packages as its owner: everybody who installs them runs what it published.",
        "Delete it: https://www.npmjs.com/settings/~/tokens.",
        crc_github, rank=95, binary=True,
    ),
    Format(
        "LR-SEC121", "npm-token-checksum", "npm token with a wrong checksum", r"\bnpm_[A-Za-z0-9]{36}(?![A-Za-z0-9_])",
        "It looks like an npm token, but its checksum is wrong, so npm never made it: hence only a warning.",
        "If it was copied from a real one, delete that: https://www.npmjs.com/settings/~/tokens.",
        no_crc_github, severity=WARNING, rank=30,
    ),
    Format(
        "LR-SEC122", "npm-registry-auth", "npm registry login",
        rf"(?::|\b)_(?:authToken|auth|password)\\?[\"']?\s{{0,3}}(?:: ?\w{{1,20}} ?(?==))?[=:]\s{{0,3}}\\?[\"']?(?P<value>{_UUID}|[A-Za-z0-9+/_.-]{{16,400}}={{0,2}})(?![A-Za-z0-9+/_.-])",
        "It installs, and maybe publishes, packages of the registry that its line names.",
        "Delete the token in the registry (https://www.npmjs.com/settings/~/tokens), and log in again.",
        _npm_auth, rank=70, prefilter="_(?:authToken|auth|password)",
    ),
    Format(
        "LR-SEC123", "pypi-token", "PyPI token", r"\bpypi-AgE[A-Za-z0-9_-]{80,1000}",
        "It uploads releases of your Python projects: everybody who installs them runs them.",
        "Remove it: https://pypi.org/manage/account/token/.",
        _pypi, rank=95, binary=True, prefilter="pypi-AgE",
    ),
    Format(
        "LR-SEC124", "rubygems-token", "RubyGems API key", r"\brubygems_[a-f0-9]{48}(?![A-Za-z0-9_])",
        "It pushes and yanks gems as its owner.",
        "Delete it: https://rubygems.org/profile/api_keys.",
        real, rank=90, binary=True,
    ),
    Format(
        "LR-SEC125", "crates-io-token", "crates.io token",
        r"(?<![A-Za-z0-9])cio[A-Za-z0-9]{32}(?![A-Za-z0-9_])",
        "It publishes and yanks crates as its owner.",
        "Revoke it: https://crates.io/settings/tokens.",
        unlike_language, rank=90,
    ),
    Format(
        "LR-SEC126", "nuget-key", "NuGet API key", r"(?<![A-Za-z0-9])oy2[a-z0-9]{43}(?![A-Za-z0-9_])",
        "It pushes NuGet packages as its owner.",
        "Delete it: https://www.nuget.org/account/apikeys.",
        unlike_language, rank=90,
    ),
    Format(
        "LR-SEC127", "docker-token", "Docker Hub access token",
        r"\bdckr_(?:pat|oat)_[A-Za-z0-9_-]{27,40}(?![A-Za-z0-9_-])",
        "It pulls and pushes the images of its owner on Docker Hub.",
        "Delete it: https://app.docker.com/settings/personal-access-tokens.",
        real, rank=90, binary=True, prefilter="dckr_",
    ),
    Format(
        "LR-SEC128", "clojars-token", "Clojars deploy token", r"\bCLOJARS_[a-z0-9]{60}(?![A-Za-z0-9_])",
        "It deploys jars to Clojars as its owner.",
        "Revoke it: https://clojars.org/tokens.",
        real, rank=90,
    ),
    Format(
        "LR-SEC129", "artifactory-token", "JFrog Artifactory API key",
        r"(?<![A-Za-z0-9+/_-])(?:AKCp[A-Za-z0-9]{10}[A-Za-z0-9]{55,69}|cmVmd[A-Za-z0-9]{59})(?![A-Za-z0-9_=+/-])",
        "It reads and writes packages in your Artifactory.",
        "Revoke it in Artifactory: User profile, Authentication settings.",
        unlike_language, rank=80, prefilter="AKCp[A-Za-z0-9]{8}|cmVmd[A-Za-z0-9]{8}",
    ),
    Format(
        "LR-SEC130", "circleci-token", "CircleCI API token",
        r"\bCCIPAT_[A-Za-z0-9]{20,24}_[a-f0-9]{40}(?![A-Za-z0-9_])",
        "It reads projects and starts pipelines in CircleCI as its owner.",
        "Delete it: https://app.circleci.com/settings/user/tokens.",
        real, rank=90,
    ),
    Format(
        "LR-SEC131", "buildkite-token", "Buildkite token", r"\bbk(?:ua|aj|ct|pat)_[a-f0-9]{40}(?![A-Za-z0-9_])",
        "It reads builds and runs jobs in your Buildkite organization.",
        "Revoke it: https://buildkite.com/user/api-access-tokens.",
        real, rank=90,
    ),
    Format(
        "LR-SEC132", "circleci-key", "CircleCI API token (old format)",
        named(r"circle(?:ci)?[_.-]?(?:api)?[_.-]?token", r"[a-f0-9]{40}"),
        "It reads projects and starts pipelines in CircleCI as its owner.",
        "Delete it: https://app.circleci.com/settings/user/tokens.",
        lambda c: mixed(c) and b".svg?" not in c.before, rank=70,
    ),
    Format(
        "LR-SEC133", "sonar-token", "SonarQube token", r"\bsq[pua]_[a-f0-9]{40}(?![A-Za-z0-9_])",
        "It reads your code and its analysis in SonarQube.",
        "Revoke it: User menu, My account, Security.",
        real, rank=90,
    ),
    Format(
        "LR-SEC134", "snyk-token", "Snyk API token", named(r"snyk[_.-]?(?:api|auth)?[_.-]?(?:token|key)", _UUID),
        "It reads your projects and their vulnerabilities in Snyk.",
        "Revoke it: https://app.snyk.io/account.",
        mixed, rank=70,
    ),
    Format(
        "LR-SEC135", "codecov-token", "Codecov upload token", named(r"codecov[_.-]?token", rf"{_UUID}|[a-f0-9]{{32}}"),
        "It uploads coverage for the repository, and reads its reports.",
        "Regenerate it: the repository's Settings on https://app.codecov.io.",
        mixed, rank=70,
    ),
    Format(
        "LR-SEC136", "octopus-deploy-key", "Octopus Deploy API key", r"\bAPI-[A-Z0-9]{25,32}(?![A-Za-z0-9_-])",
        "It deploys with Octopus as its owner.",
        "Revoke it in Octopus: Profile, My API keys.",
        unlike_language, rank=70,
    ),
    Format(
        "LR-SEC137", "sourcegraph-token", "Sourcegraph access token",
        r"\bsgp_(?:(?:[a-fA-F0-9]{16}|local)_)?[a-fA-F0-9]{40}(?![A-Za-z0-9_])",
        "It searches and reads the code that its owner may see.",
        "Delete it in Sourcegraph: Settings, Access tokens.",
        real, rank=90,
    ),
)  # fmt: skip
