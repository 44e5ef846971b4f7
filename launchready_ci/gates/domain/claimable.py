"""Services whose names anybody can register: an alias to one that is free is anybody's.

After https://github.com/EdOverflow/can-i-take-over-xyz (read in 2026-11): those that give a name
to whoever asks first, so that NXDOMAIN means that it is free, and the words of the page with which
a service says that it has no site of a name. Heroku's are of its page at
www.herokucdn.com/error-pages/no-such-app.html, which its router shows in a frame.
"""

from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import NamedTuple


class Service(NamedTuple):
    """One of them."""

    name: str
    free: tuple[str, ...]
    """Its names: what does not exist is free to take."""
    words: tuple[str, ...] = ()
    """Of its page for a name that it does not know, which comes with an error's status."""
    always: tuple[str, ...] = ()
    """Names of its own servers: they exist whoever has a site there, and only the page tells."""

    def gives(self, alias: str) -> bool:
        """Does it give the name to whoever asks?"""
        return any(alias.endswith(f".{name}") for name in self.free)

    def has(self, alias: str) -> bool:
        names = (f"*.{name}" for name in self.always)
        return self.gives(alias) or any(fnmatchcase(f".{alias}", name) for name in names)


SERVICES = (
    Service("Amazon S3", (), ("NoSuchBucket",), ("s3.amazonaws.com", "s3[.-]*.amazonaws.com")),
    Service("AWS Elastic Beanstalk", ("elasticbeanstalk.com",)),
    Service(
        "Microsoft Azure",
        (
            *("azurewebsites.net", "cloudapp.net", "cloudapp.azure.com", "trafficmanager.net"),
            *("blob.core.windows.net", "azure-api.net", "azureedge.net", "azurefd.net"),
            *("azurecontainer.io", "azurestaticapps.net", "redis.cache.windows.net"),
            *("search.windows.net", "servicebus.windows.net", "database.windows.net"),
        ),
        ("404 Web Site not found",),
    ),
    Service("GitHub Pages", ("github.io",), ("There isn't a GitHub Pages site here.",)),
    Service("Bitbucket", ("bitbucket.io",), ("Repository not found",)),
    Service("Heroku", ("herokuapp.com",), ("error-pages/no-such-app.html",), ("herokudns.com",)),
    Service("Fly.io", ("fly.dev",)),
    Service("Render", ("onrender.com",)),
    Service("Railway", ("up.railway.app",)),
    Service("Netlify", ("netlify.app", "netlify.com"), ("Not Found - Request ID:",)),
    Service("Vercel", ("vercel.app", "now.sh"), ("DEPLOYMENT_NOT_FOUND",), ("vercel-dns.com",)),
    Service("Surge", ("surge.sh",), ("project not found",)),
    Service("Shopify", ("myshopify.com",), ("Sorry, this shop is currently unavailable.",)),
    Service("Fastly", (), ("Fastly error: unknown domain:",), ("fastly.net", "fastlylb.net")),
    Service(
        "Webflow",
        ("webflow.io",),
        ("The page you are looking for doesn't exist or has been moved.",),
        ("webflow.com",),
    ),
    Service(
        "Ghost",
        ("ghost.io",),
        ("Site unavailable.", "Failed to resolve DNS path for this host"),
    ),
    Service("WordPress.com", ("wordpress.com",)),
    Service("Pantheon", ("pantheonsite.io",), ("404 error unknown site!",)),
    Service(
        "Read the Docs",
        ("readthedocs.io",),
        (
            "is unknown to Read the Docs",
            "The link you have followed or the URL that you entered does not exist.",
        ),
    ),
    Service(
        "ReadMe",
        ("readme.io",),
        ("The creators of this project are still working on making everything perfect!",),
    ),
    Service("Help Scout", ("helpscoutdocs.com",), ("No settings were found for this company:",)),
    Service("Zendesk", ("zendesk.com",)),
    Service("Statuspage", ("statuspage.io",)),
    Service("ngrok", ("ngrok.io", "ngrok.app")),
    Service("Agile CRM", ("agilecrm.com",), ("Sorry, this page is no longer available.",)),
    Service("Cargo", ("cargocollective.com",)),
    Service("Discourse", ("trydiscourse.com",)),
    Service("LaunchRock", ("launchrock.com",)),
    Service("Strikingly", ("s.strikinglydns.com",), ("PAGE NOT FOUND.",)),
    Service(
        "Uberflip", ("read.uberflip.com",), ("The URL you've accessed does not provide a hub.",)
    ),
    Service("Worksites", ("worksites.net",), ("the website you&rsquo;re looking for doesn",)),
)


def service(aliases: Iterable[str]) -> Service | None:
    """Whose name one of the aliases is; None where nobody can register it, as far as is known."""
    return next((each for each in SERVICES for alias in aliases if each.has(alias)), None)
