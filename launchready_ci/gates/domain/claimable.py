"""Services whose names anybody can register: an alias to one that is free is anybody's.

After https://github.com/EdOverflow/can-i-take-over-xyz (read in 2026-11): only those that give a
name to whoever asks first, so that NXDOMAIN, or the page below, means that it is free.
"""

from collections.abc import Mapping

CLAIMABLE: Mapping[str, tuple[str, ...]] = {
    "Amazon S3": ("s3.amazonaws.com", "s3-website.amazonaws.com"),
    "AWS Elastic Beanstalk": ("elasticbeanstalk.com",),
    "Microsoft Azure": (
        *("azurewebsites.net", "cloudapp.net", "cloudapp.azure.com", "trafficmanager.net"),
        *("blob.core.windows.net", "azure-api.net", "azureedge.net", "azurefd.net"),
        *("azurecontainer.io", "azurestaticapps.net", "redis.cache.windows.net"),
        *("search.windows.net", "servicebus.windows.net", "database.windows.net"),
    ),
    "GitHub Pages": ("github.io",),
    "Bitbucket": ("bitbucket.io",),
    "Heroku": ("herokuapp.com",),
    "Fly.io": ("fly.dev",),
    "Render": ("onrender.com",),
    "Railway": ("up.railway.app",),
    "Netlify": ("netlify.app", "netlify.com"),
    "Vercel": ("vercel.app", "now.sh"),
    "Surge": ("surge.sh",),
    "Shopify": ("myshopify.com",),
    "Webflow": ("webflow.io",),
    "Ghost": ("ghost.io",),
    "WordPress.com": ("wordpress.com",),
    "Pantheon": ("pantheonsite.io",),
    "Read the Docs": ("readthedocs.io",),
    "ReadMe": ("readme.io",),
    "Help Scout": ("helpscoutdocs.com",),
    "Zendesk": ("zendesk.com",),
    "Statuspage": ("statuspage.io",),
    "ngrok": ("ngrok.io", "ngrok.app"),
    "Agile CRM": ("agilecrm.com",),
    "Cargo": ("cargocollective.com",),
    "Discourse": ("trydiscourse.com",),
    "LaunchRock": ("launchrock.com",),
    "Strikingly": ("s.strikinglydns.com",),
    "Uberflip": ("read.uberflip.com",),
    "Worksites": ("worksites.net",),
}


def service(name: str) -> str:
    """Whose the name is; empty where nobody can register it, as far as is known."""
    for owner, suffixes in CLAIMABLE.items():
        if any(name.endswith(f".{suffix}") for suffix in suffixes):
            return owner
    return ""
