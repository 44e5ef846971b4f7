"""Everything else that a team rents: identity, monitoring, planning, maps, search, secrets."""

from launchready_ci.gates.secrets import checksums, values
from launchready_ci.gates.secrets.formats.checks import (
    NOTE,
    WARNING,
    mixed,
    real,
    unlike_language,
)
from launchready_ci.gates.secrets.formats.row import Candidate, Format, named

_UUID = r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
_ATLASSIAN = "Revoke it: https://id.atlassian.com/manage-profile/security/api-tokens."


def _atlassian(c: Candidate) -> bool:
    return checksums.atlassian(c.value.replace(b"\\", b"").replace(b"%3D", b"="))


def _atlassian_altered(c: Candidate) -> bool:
    return not _atlassian(c) and unlike_language(c)


def _grafana(c: Candidate) -> bool:
    return checksums.grafana(c.value) and real(c)


def _grafana_altered(c: Candidate) -> bool:
    return not checksums.grafana(c.value) and real(c)


def _grafana_key(c: Candidate) -> bool:
    claims = checksums.unjson(c.value.removeprefix(b"glc_"))
    return claims is not None and ("k" in claims or "o" in claims)


def _sentry(c: Candidate) -> bool:
    claims = checksums.unjson(c.value[7:].rpartition(b"_")[0])
    return claims is not None and "iat" in claims


def _long_zeros(c: Candidate) -> bool:
    if len(c.value) == 64 and not c.before.strip() and not c.after.strip():
        return False  # a line of a certificate
    return not values.published(c.value) and len(set(c.value)) > 16


def _vault(c: Candidate) -> bool:
    # AWS has a client_token too: a UUID that tells requests apart
    return real(c) and (b"." in c.value or not c.match[0].lower().startswith(b"client"))


FORMATS = (
    Format(
        "LR-SEC250", "firebase-server-key", "Firebase Cloud Messaging server key", r"(?<![A-Za-z0-9])AAAA[A-Za-z0-9_-]{7}:APA91b[A-Za-z0-9_-]{130,160}",
        "It sends notifications to every device that has your app.",
        "Delete it: https://console.firebase.google.com, Project settings, Cloud Messaging.",
        rank=90, binary=True, prefilter=r"AAAA[A-Za-z0-9_-]{7}:APA91b",
    ),
    Format(
        "LR-SEC251", "clerk-secret-key", "Clerk secret key", named(r"clerk[\w.\- \"'\[\]]{0,20}(?:secret|key)", r"sk_(?:live|test)_[A-Za-z0-9]{30,60}"),
        "It reads and changes every user of your Clerk application.",
        "Rotate it: https://dashboard.clerk.com, API keys.",
        real, rank=93,
    ),
    Format(
        "LR-SEC252", "auth0-client-secret", "Auth0 client secret", named(r"auth0[\w.\- \"'\[\]]{0,24}(?:secret|token|key)", r"[A-Za-z0-9_-]{64,68}"),
        "With the client id it gets tokens as your Auth0 application.",
        "Rotate it: https://manage.auth0.com, Applications, Credentials.",
        unlike_language, rank=70,
    ),
    Format(
        "LR-SEC253", "okta-token", "Okta API token or client secret", named(r"okta[\w.\- \"'\[\]]{0,24}(?:secret|token|key)", r"(?:00[A-Za-z0-9_-]{40}|[A-Za-z0-9_-]{40}|[A-Za-z0-9_-]{64})"),
        "It manages the users and applications of your Okta organization.",
        "Revoke it: your Okta admin console, Security, API, Tokens.",
        unlike_language, rank=70,
    ),
    Format(
        "LR-SEC254", "okta-ssws", "Okta API token in a header", r"\bSSWS[ +]{1,3}(?P<value>00[A-Za-z0-9_-]{38,42})(?![A-Za-z0-9_-])",
        "It manages the users and applications of your Okta organization.",
        "Revoke it: your Okta admin console, Security, API, Tokens.",
        real, rank=90,
    ),
    Format(
        "LR-SEC255", "sentry-org-token", "Sentry organization token", r"\bsntrys_eyJ[A-Za-z0-9+/=_]{80,500}",
        "It uploads releases and source maps to your Sentry organization.",
        "Revoke it: https://sentry.io/settings/auth-tokens/.",
        _sentry, rank=95, binary=True, prefilter="sntrys_eyJ",
    ),
    Format(
        "LR-SEC256", "sentry-user-token", "Sentry user token", r"\bsntry[ui]_[a-f0-9]{64}(?![A-Za-z0-9_])",
        "It reads and changes what its owner may in Sentry.",
        "Revoke it: https://sentry.io/settings/account/api/auth-tokens/.",
        real, rank=90, binary=True,
    ),
    Format(
        "LR-SEC257", "sentry-token-named", "Sentry token (old format)", named(r"sentry[\w.\- \"'\[\]]{0,24}(?:token|key|secret)", r"[a-f0-9]{64}"),
        "It reads and changes what its owner may in Sentry.",
        "Revoke it: https://sentry.io/settings/account/api/auth-tokens/.",
        mixed, rank=70,
    ),
    Format(
        "LR-SEC258", "sentry-dsn-secret", "Sentry DSN with its secret key", r"https?:\\?/\\?/[a-f0-9]{32}:(?P<value>[a-f0-9]{32})@[A-Za-z0-9.-]{1,120}\\?/\d{1,20}",
        "It writes events to your Sentry project, as DSNs of old do.",
        "Make a new client key and disable it: https://sentry.io, the project's Client keys.",
        real, rank=75,
    ),
    Format(
        "LR-SEC259", "sentry-dsn", "Sentry DSN", r"https?:\\?/\\?/(?P<value>[a-f0-9]{32})@(?:[a-z0-9-]{1,40}\.)*(?:ingest\.(?:[a-z]{2}\.)?)?sentry\.io\\?/\d{1,20}",
        "It is made to be public: it writes events to your Sentry project, and reads none.",
        "Nothing to revoke; set allowed domains if somebody abuses it.",
        real, severity=NOTE, rank=74, prefilter=r"[a-f0-9]{16}@[a-z0-9.-]*sentry\.io",
    ),
    Format(
        "LR-SEC260", "datadog-key", "Datadog API or application key", named(r"(?:datadog|\bdd)[\w.\- \"'\[\]]{0,24}(?:key|token)", r"(?:[a-f0-9]{32}|[a-f0-9]{40})"),
        "It writes metrics and logs; an application key reads them and changes monitors.",
        "Revoke it: https://app.datadoghq.com/organization-settings/api-keys.",
        mixed, rank=70,
    ),
    Format(
        "LR-SEC261", "new-relic-key", "New Relic key", r"(?<![A-Za-z0-9])(?:NRAK-[A-Z0-9]{27}|NRII-[A-Za-z0-9_-]{32}|NRI[QA]-[A-Za-z0-9_-]{25,32}|NRRA-[a-f0-9]{42}|[a-f0-9]{36}NRAL)(?![A-Za-z0-9_-])",
        "It reads your monitoring data, or writes to it, as its kind allows.",
        "Delete it: https://one.newrelic.com/api-keys.",
        real, rank=90, prefilter="NR(?:AK|II|IQ|IA|RA)-|[a-f0-9]{8}NRAL",
    ),
    Format(
        "LR-SEC262", "grafana-token", "Grafana service account token", r"\bglsa_[A-Za-z0-9]{32}_[A-Fa-f0-9]{8}(?![A-Za-z0-9_])",
        "It reads, and maybe changes, the dashboards and data sources of your Grafana.",
        "Delete it in Grafana: Administration, Service accounts.",
        _grafana, rank=95, binary=True,
    ),
    Format(
        "LR-SEC263", "grafana-token-checksum", "Grafana token with a wrong checksum", r"\bglsa_[A-Za-z0-9]{32}_[A-Fa-f0-9]{8}(?![A-Za-z0-9_])",
        "It looks like a Grafana token, but its checksum is wrong: a typing error, or altered on purpose.",
        "If it was copied from a real one, delete that in Grafana: Administration, Service accounts.",
        _grafana_altered, severity=WARNING, rank=80,
    ),
    Format(
        "LR-SEC264", "grafana-key", "Grafana API key or Cloud token", r"(?<![A-Za-z0-9])(?:eyJrIjoi|glc_eyJ)[A-Za-z0-9+/=]{40,400}",
        "It reads, and maybe changes, the dashboards and data of your Grafana.",
        "Delete it in Grafana: Administration, Users and access; Cloud: https://grafana.com, Access policies.",
        _grafana_key, rank=91, prefilter="eyJrIjoi|glc_eyJ",
    ),
    Format(
        "LR-SEC265", "linear-key", "Linear API key", r"\blin_(?:api|oauth|wh)_[A-Za-z0-9]{32,64}(?![A-Za-z0-9_])",
        "It reads and writes what its owner may in Linear.",
        "Revoke it: https://linear.app/settings/account/security.",
        real, rank=90, binary=True,
    ),
    Format(
        "LR-SEC266", "notion-token", "Notion integration token", r"(?<![A-Za-z0-9])(?:ntn_[A-Za-z0-9]{46}|secret_[A-Za-z0-9]{43})(?![A-Za-z0-9_])",
        "It reads and writes the pages that the integration was given.",
        "Refresh it: https://www.notion.so/profile/integrations.",
        unlike_language, rank=90, binary=True,
    ),
    Format(
        "LR-SEC267", "figma-token", "Figma token", r"\bfig(?:d|o|dr|or|u|ur|oh)_[A-Za-z0-9_-]{38,45}(?![A-Za-z0-9_-])",
        "It reads the Figma files of its owner.",
        "Revoke it: https://www.figma.com/settings, Security.",
        real, rank=90, binary=True, prefilter="fig(?:d|o|dr|or|u|ur|oh)_[A-Za-z0-9_-]{8}",
    ),
    Format(
        "LR-SEC268", "airtable-token", "Airtable token", r"(?<![A-Za-z0-9])pat[A-Za-z0-9]{14}\.[a-f0-9]{64}(?![A-Za-z0-9])",
        "It reads and writes the Airtable bases that it was given.",
        "Delete it: https://airtable.com/create/tokens.",
        real, rank=90, binary=True,
    ),
    Format(
        "LR-SEC269", "airtable-key", "Airtable API key (old format)", named("airtable", "key[A-Za-z0-9]{14}"),
        "It reads and writes every Airtable base of its owner.",
        "Delete it: https://airtable.com/account.",
        unlike_language, rank=70,
    ),
    Format(
        "LR-SEC270", "asana-token", "Asana personal access token",
        r"(?<![A-Za-z0-9/:])(?:[12]/[0-9]{14,17}(?:/[0-9]{14,17})?:[a-f0-9]{32})(?![A-Za-z0-9])|(?i:asana)[\w.\- \"'\[\])]{0,40}?[:=,(]\s{0,3}[\"']?(?P<value>0/[a-f0-9]{32}|[a-f0-9]{32})(?![A-Za-z0-9])",
        "It reads and writes what its owner may in Asana.",
        "Revoke it: https://app.asana.com/0/my-apps.",
        real, rank=80, prefilter=r"\d{8}:[a-f0-9]{8}|(?i:asana)[\w.\- \"'\[\])]*[:=,(]",
    ),
    Format(
        "LR-SEC271", "atlassian-token", "Atlassian API token", r"\bAT(?:ATT|CTT|STT)3[A-Za-z0-9_-]{100,250}(?:=|\\=|%3D)[A-F0-9]{8}(?![A-Za-z0-9])",
        "It reads and writes what its owner may in Jira, Confluence and Bitbucket.",
        _ATLASSIAN, _atlassian, rank=95, binary=True, prefilter="AT(?:ATT|CTT|STT)3",
    ),
    Format(
        "LR-SEC272", "atlassian-token-checksum", "Atlassian token with a wrong checksum", r"\bAT(?:ATT|CTT|STT)3[A-Za-z0-9_-]{100,250}(?:=|\\=|%3D)[A-Fa-f0-9]{8}(?![A-Za-z0-9])",
        "It looks like an Atlassian token, but its checksum is wrong: a typing error, or altered on purpose.",
        _ATLASSIAN, _atlassian_altered, severity=WARNING, rank=80, prefilter="AT(?:ATT|CTT|STT)3",
    ),
    Format(
        "LR-SEC273", "atlassian-token-named", "Jira or Confluence token (old format)", named(r"(?:jira|confluence|atlassian)[\w.\- \"'\[\]]{0,24}(?:token|key|password|secret|pat)", r"(?:[A-Za-z0-9]{24}|[MNO][A-Za-z0-9+/]{43})"),
        "It reads and writes what its owner may in Jira or Confluence.",
        _ATLASSIAN, unlike_language, rank=70,
    ),
    Format(
        "LR-SEC274", "intercom-token", "Intercom access token", named(r"intercom[\w.\- \"'\[\]]{0,24}(?:token|key|secret)", r"(?:dG9r[A-Za-z0-9+/]{56}=?|[A-Za-z0-9_=-]{60})"),
        "It reads and writes the conversations and contacts of your Intercom workspace.",
        "Regenerate it: https://app.intercom.com/a/apps/_/developer-hub.",
        unlike_language, rank=70,
    ),
    Format(
        "LR-SEC275", "intercom-token-prefixed", "Intercom access token", r"(?<![A-Za-z0-9+/])dG9rO[A-Za-z0-9+/]{54,56}={0,2}(?![A-Za-z0-9+/=])",
        "It reads and writes the conversations and contacts of your Intercom workspace.",
        "Regenerate it: https://app.intercom.com/a/apps/_/developer-hub.",
        real, rank=85,
    ),
    Format(
        "LR-SEC276", "zapier-webhook", "Zapier webhook", r"hooks\.zapier\.com\\?/hooks\\?/(?:catch|standard)\\?/(?P<value>\d{5,9}\\?/[A-Za-z0-9]{6,10})",
        "Whoever calls it starts your Zap, with data of their choice.",
        "Replace the trigger in the Zap's editor: https://zapier.com/app/zaps.",
        lambda c: not values.placeholder(c.value), rank=90,
    ),
    Format(
        "LR-SEC277", "vault-token", "HashiCorp Vault token", r"(?<![A-Za-z0-9_.])(?:hvs\.[A-Za-z0-9_-]{90,120}|hv[br]\.[A-Za-z0-9_-]{90,400}|hvs\.[A-Za-z0-9]{24})(?![A-Za-z0-9_-])",
        "It reads the secrets that its policies name: often everything.",
        "Revoke it: vault token revoke.",
        real, rank=90, binary=True, prefilter=r"\bhv[sbr]\.[A-Za-z0-9_-]{24}",
    ),
    Format(
        "LR-SEC278", "vault-token-named", "HashiCorp Vault token (old format)", named(r"(?:vault[\w.\- \"'\[\]]{0,20}(?:token|secret_id)?|client_token)", rf"(?:[sb]\.[A-Za-z0-9]{{24}}|{_UUID})"),
        "It reads the secrets that its policies name: often everything.",
        "Revoke it: vault token revoke.",
        _vault, rank=70, prefilter=r"(?i:vault|client_token).*[\w.-]{26}",
    ),
    Format(
        "LR-SEC279", "doppler-token", "Doppler token", r"\bdp\.(?:pt|st|ct|sa|scim|audit|said)\.(?:[a-z0-9_-]{2,35}\.)?[A-Za-z0-9]{40,44}(?![A-Za-z0-9_])",
        "It reads the secrets of the Doppler projects that it was given.",
        "Revoke it: https://dashboard.doppler.com, Tokens, or the config's Access.",
        real, rank=90, binary=True,
    ),
    Format(
        "LR-SEC280", "terraform-cloud-token", "Terraform Cloud token", r"(?<![A-Za-z0-9])[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{60,70}",
        "It plans and applies, and reads the state, in your Terraform Cloud workspaces.",
        "Delete it: https://app.terraform.io/app/settings/tokens.",
        real, rank=90, binary=True, prefilter=r"\.atlasv1\.",
    ),
    Format(
        "LR-SEC281", "pulumi-token", "Pulumi access token", r"(?<![A-Za-z0-9])pul-[a-f0-9]{40}(?![A-Za-z0-9])",
        "It deploys, and reads the state and secrets, of your Pulumi stacks.",
        "Delete it: https://app.pulumi.com/account/tokens.",
        real, rank=90, binary=True,
    ),
    Format(
        "LR-SEC282", "algolia-admin-key", "Algolia API key", named(r"algolia[\w.\- \"'\[\]]{0,24}(?:admin|write|api|secret|private)[\w.\- \"'\[\]]{0,12}(?:key|token)?", "[a-f0-9]{32}"),
        "An admin key reads and deletes every index of your Algolia application.",
        "Regenerate it: https://dashboard.algolia.com/account/api-keys.",
        mixed, rank=70,
    ),
    Format(
        "LR-SEC283", "algolia-search-key", "Algolia search key", named(r"algolia[\w.\- \"'\[\]]{0,24}(?:search|public)[\w.\- \"'\[\]]{0,12}(?:key|token)?", "[a-f0-9]{32}"),
        "A search-only key is made for browsers: it searches your indexes.",
        "Nothing to revoke; check that it may only search: https://dashboard.algolia.com/account/api-keys.",
        mixed, severity=NOTE, rank=71,
    ),
    Format(
        "LR-SEC284", "mapbox-secret-token", "Mapbox secret token", r"(?<![A-Za-z0-9])(?:sk|tk)\.eyJ[A-Za-z0-9_-]{40,160}\.[A-Za-z0-9_-]{22}(?![A-Za-z0-9_-])",
        "It changes the maps and data of your Mapbox account, at your expense.",
        "Delete it: https://console.mapbox.com/account/access-tokens/.",
        real, rank=90,
    ),
    Format(
        "LR-SEC285", "mapbox-public-token", "Mapbox public token", r"(?<![A-Za-z0-9])pk\.eyJ[A-Za-z0-9_-]{40,160}\.[A-Za-z0-9_-]{22}(?![A-Za-z0-9_-])",
        "It is made for browsers: it shows maps at your expense.",
        "Restrict it to your URLs: https://console.mapbox.com/account/access-tokens/.",
        real, severity=NOTE, rank=90,
    ),
    Format(
        "LR-SEC286", "postman-key", "Postman API key", r"\bPMA[KT]-[a-f0-9]{24}-[a-f0-9]{34}(?![A-Za-z0-9])",
        "It reads and writes the Postman workspaces of its owner.",
        "Revoke it: https://go.postman.co/settings/me/api-keys.",
        real, rank=90, binary=True,
    ),
    Format(
        "LR-SEC287", "hubspot-token", "HubSpot access token", rf"(?<![A-Za-z0-9])pat-(?:na|eu|ap)\d-{_UUID}(?![A-Za-z0-9-])",
        "It reads and writes the contacts and deals of your HubSpot account.",
        "Rotate it: https://app.hubspot.com, Settings, Private apps.",
        real, rank=90, binary=True,
    ),
    Format(
        "LR-SEC288", "hubspot-key-named", "HubSpot API key", named(r"(?:hubspot|hapikey)", _UUID),
        "It reads and writes the contacts and deals of your HubSpot account.",
        "Deactivate it: https://app.hubspot.com/api-key.",
        real, rank=70,
    ),
    Format(
        "LR-SEC289", "dropbox-token", "Dropbox token", r"(?<![A-Za-z0-9_.-])sl\.(?:u\.|B)?[A-Za-z0-9_-]{120,1500}|(?<![A-Za-z0-9/+])[A-Za-z0-9]{11}AAAAAAAAAA[A-Za-z0-9_-]{43}(?![A-Za-z0-9_/+-])",
        "It reads and writes the Dropbox of the user who granted it.",
        "Revoke it: https://www.dropbox.com/account/connected_apps.",
        _long_zeros, rank=85, prefilter=r"\bsl\.[A-Za-z0-9_.-]{8}|AAAAAAAAAA",
    ),
    Format(
        "LR-SEC290", "facebook-token", "Facebook access token", r"(?<![A-Za-z0-9/+])EAA[A-Z](?:[A-Za-z0-9]{3,20}BA[A-Za-z0-9]{20,400}|[A-Za-z0-9]{88,400})(?![A-Za-z0-9/+=])",
        "It acts as the user, page or ad account that granted it.",
        "Remove the app: https://www.facebook.com/settings?tab=business_tools, and reset the app secret.",
        lambda c: unlike_language(c) and values.surprise(c.value) > 5.0, rank=80, prefilter="EAA[A-Z][A-Za-z0-9]{16}",
    ),
    Format(
        "LR-SEC291", "facebook-app-secret", "Facebook app secret", named(r"(?:facebook|\bfb)[\w.\- \"'\[\]]{0,24}(?:secret|key|token)", "[a-f0-9]{32}"),
        "With the app id it acts as your Facebook app.",
        "Reset it: https://developers.facebook.com/apps, Settings, Basic.",
        mixed, rank=70,
    ),
    Format(
        "LR-SEC292", "twitter-secret", "X (Twitter) key, secret or token", named(r"twitter[\w.\- \"'\[\]]{0,28}(?:secret|key|token)", r"(?:[A-Za-z0-9]{25}|[A-Za-z0-9]{35,50}|\d{8,20}-[A-Za-z0-9]{30,45})"),
        "Keys and tokens together post and read as your account or app.",
        "Regenerate it: https://developer.x.com/en/portal/projects-and-apps.",
        unlike_language, rank=70,
    ),
    Format(
        "LR-SEC293", "twitter-bearer", "X (Twitter) bearer token", r"(?<![A-Za-z0-9])A{20,22}[A-Za-z0-9%]{60,110}(?![A-Za-z0-9%])",
        "It reads X at your app's expense.",
        "Regenerate it: https://developer.x.com/en/portal/projects-and-apps.",
        _long_zeros, rank=85, prefilter="A{20}",
    ),
    Format(
        "LR-SEC294", "twitch-secret", "Twitch client secret or token", named(r"twitch[\w.\- \"'\[\]]{0,24}(?:secret|key|token|oauth)", "(?:oauth:)?[a-z0-9]{30}"),
        "With the client id it acts as your Twitch application.",
        "Make a new one: https://dev.twitch.tv/console/apps.",
        mixed, rank=70,
    ),
    Format(
        "LR-SEC295", "oauth-secret-named", "Client secret of a sign-in provider",
        named(r"(?:linkedin|spotify|instagram|dropbox|yahoo|foursquare|flickr|vimeo|\bbox|bitbucket|zoom|strava|reddit|tumblr|pinterest|yelp|amadeus)[\w.\- \"'\[\]]{0,24}secret", r"[A-Za-z0-9_-]{14,64}"),
        "With the client id it acts as your app at the provider that its line names.",
        "Make a new secret and delete it in the provider's developer console.",
        lambda c: mixed(c) and values.surprise(c.value) > 3.9, rank=70,
    ),
    Format(
        "LR-SEC296", "contentful-token", "Contentful token", r"\bCFPAT-[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])",
        "It reads and writes the content of your Contentful spaces.",
        "Revoke it: https://app.contentful.com/account/profile/cma_tokens.",
        real, rank=90,
    ),
    Format(
        "LR-SEC297", "posthog-key", "PostHog personal API key", r"\bph[xs]_[A-Za-z0-9]{42,50}(?![A-Za-z0-9_])",
        "It reads and changes what its owner may in PostHog.",
        "Delete it: https://app.posthog.com/settings/user-api-keys.",
        unlike_language, rank=90,
    ),
    Format(
        "LR-SEC298", "onepassword-token", "1Password service account token", r"\bops_eyJ[A-Za-z0-9+/_-]{200,1500}={0,3}",
        "It reads the vaults that the service account was given.",
        "Revoke it: https://my.1password.com, Developer, Service accounts.",
        rank=90, binary=True, prefilter="ops_eyJ",
    ),
    Format(
        "LR-SEC299", "dynatrace-token", "Dynatrace token", r"\bdt0[a-z][0-9]{2}\.[A-Z0-9]{24}\.[A-Z0-9]{64}(?![A-Za-z0-9])",
        "It reads or writes monitoring data, within its scopes.",
        "Delete it in Dynatrace: Access tokens.",
        real, rank=90, binary=True,
    ),
    Format(
        "LR-SEC300", "typeform-token", "Typeform token", r"\btfp_[A-Za-z0-9_]{40,44}_[A-Za-z0-9]{12,16}(?![A-Za-z0-9_])|\btfp_[A-Za-z0-9_.=-]{59}",
        "It reads the forms and answers of its owner.",
        "Delete it: https://admin.typeform.com/user/tokens.",
        real, rank=90, prefilter="tfp_",
    ),
    Format(
        "LR-SEC301", "launchdarkly-key", "LaunchDarkly key", rf"\b(?:sdk|api)-{_UUID}(?![0-9a-fA-F-])",
        "It reads, or with an API key changes, your feature flags.",
        "Reset it: https://app.launchdarkly.com/settings/authorization.",
        real, rank=80,
    ),
    Format(
        "LR-SEC302", "prefect-key", "Prefect API key", r"\bpn[ub]_[A-Za-z0-9]{36}(?![A-Za-z0-9_])",
        "It runs flows in your Prefect workspace.",
        "Delete it: https://app.prefect.cloud/my/api-keys.",
        unlike_language, rank=90,
    ),
    Format(
        "LR-SEC303", "infisical-token", "Infisical token", r"\bst\.[a-f0-9]{24}\.[a-f0-9]{32}\.[a-f0-9]{32}(?![a-f0-9])",
        "It reads the secrets of your Infisical project.",
        "Delete it: https://app.infisical.com, Access control, Service tokens.",
        real, rank=90, prefilter=r"\bst\.[a-f0-9]{8}",
    ),
    Format(
        "LR-SEC304", "zendesk-token", "Zendesk API token", named(r"zendesk[\w.\- \"'\[\]]{0,24}(?:token|secret|key)", "[A-Za-z0-9]{40}"),
        "It reads and answers the tickets of your Zendesk.",
        "Delete it: your Zendesk Admin Center, Apps and integrations, API tokens.",
        unlike_language, rank=70,
    ),
    Format(
        "LR-SEC305", "openshift-token", "OpenShift token", r"\bsha256~[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])",
        "It is somebody's login to the cluster.",
        "Log out: oc logout, or delete the oauthaccesstoken.",
        real, rank=90,
    ),
    Format(
        "LR-SEC306", "clickhouse-key", "ClickHouse Cloud key", r"(?<![A-Za-z0-9])4b1d[A-Za-z0-9]{38}(?![A-Za-z0-9])",
        "It manages the services of your ClickHouse Cloud organization.",
        "Delete it: https://console.clickhouse.cloud, API keys.",
        lambda c: unlike_language(c) and any(byte > 102 for byte in c.value), rank=85,
    ),
    Format(
        "LR-SEC307", "recaptcha-secret", "reCAPTCHA, hCaptcha or Turnstile secret", named(r"(?:re_?captcha|hcaptcha|turnstile|captcha)[\w.\- \"'\[\]]{0,24}(?:secret|private)[\w.\- \"'\[\]]{0,12}", r"(?:6L[A-Za-z0-9_-]{38}|0x[A-Za-z0-9_-]{33,40})"),
        "It decides who is human in your forms.",
        "Make a new key: https://www.google.com/recaptcha/admin.",
        real, rank=70,
    ),
    Format(
        "LR-SEC308", "clickup-token", "ClickUp token", r"\bpk_\d{6,10}_[A-Z0-9]{32}(?![A-Za-z0-9_])",
        "It reads and writes what its owner may in ClickUp.",
        "Regenerate it: https://app.clickup.com/settings/apps.",
        real, rank=92,
    ),
    Format(
        "LR-SEC309", "easypost-key", "EasyPost or Shippo key", r"\b(?:EZ[AT]K[A-Za-z0-9]{54}|shippo_(?:live|test)_[a-f0-9]{40})(?![A-Za-z0-9])",
        "It buys postage at your expense.",
        "Delete it: https://app.easypost.com/account/settings, or https://portal.goshippo.com/api-config.",
        real, rank=90, prefilter="EZ[AT]K[A-Za-z0-9]{8}|shippo_",
    ),
    Format(
        "LR-SEC310", "maxmind-key", "MaxMind license key", r"\b[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk(?![A-Za-z0-9])",
        "It downloads the databases that you license.",
        "Delete it: https://www.maxmind.com/en/accounts/current/license-key.",
        real, rank=90, prefilter="_mmk",
    ),
    Format(
        "LR-SEC311", "duffel-token", "Duffel or other live token", r"\b(?:duffel_(?:test|live)|live_gocardless|sandbox_gocardless|fio-u|rdme|tk-us|sm_[aps]at)[_-][A-Za-z0-9_=-]{40,70}(?![A-Za-z0-9_-])",
        "It acts as your account at the provider that its prefix names.",
        "Revoke it in the provider's developer settings.",
        real, rank=85, prefilter=r"(?:duffel_|gocardless|\bfio-u|\brdme|\btk-us|\bsm_[aps]at)[\w-]",
    ),
    Format(
        "LR-SEC312", "openweather-key", "OpenWeather API key",
        r"openweathermap\.org[^\s\"'`<>]{0,200}[?&]appid=(?P<value>[0-9a-f]{32})(?![0-9a-f])",
        "It spends the quota of your OpenWeather account.",
        "Delete it: https://home.openweathermap.org/api_keys.",
        real, rank=85, prefilter=r"[?&]appid=[0-9a-f]{32}",
    ),
    Format(
        "LR-SEC313", "twilio-login", "Twilio auth token beside its account",
        r"\bAC[0-9a-f]{32}(?![0-9a-f])[\"'`]?\s{0,2}[,:;&\s]\s{0,2}(?:[\w.]{1,30}\s?[:=]\s?)?[\"'`]?(?P<value>[0-9a-f]{32})(?![0-9a-f])",
        "It sends messages and calls on your Twilio bill.",
        "Rotate it: https://console.twilio.com, Account, API keys & tokens.",
        real, rank=85, prefilter=r"\bAC[0-9a-f]{32}",
    ),
)  # fmt: skip
