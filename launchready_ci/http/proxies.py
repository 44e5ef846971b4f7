"""Does a proxy of the environment stand between this machine and a host?

CI runners behind one set HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY, in either case; what is
on this machine is always asked directly.
"""

import ipaddress
from collections.abc import Mapping

from launchready_ci.http.errors import ProxyFailed
from launchready_ci.http.urls import Origin


def proxy_for(target: Origin, environ: Mapping[str, str]) -> str:
    """The URL of the proxy, or nothing; raises ProxyFailed where it is of another kind."""
    if target.is_loopback:
        return ""
    found = _variable(f"{target.scheme}_proxy", environ) or _variable("all_proxy", environ)
    if not found or _direct(target, _variable("no_proxy", environ)):
        return ""
    if "://" not in found:
        found = f"http://{found}"
    if not found.lower().startswith("http://"):
        raise ProxyFailed("the proxy of the environment is none of the form http://host:port")
    return found


def _variable(name: str, environ: Mapping[str, str]) -> str:
    return environ.get(name) or environ.get(name.upper()) or ""


def _direct(target: Origin, no_proxy: str) -> bool:
    """NO_PROXY as curl and Go read it: names and those below them, addresses, networks, or all."""
    names = [name.strip().lower() for name in no_proxy.split(",")]
    return any(_matches(target, name) for name in names if name)


def _matches(target: Origin, name: str) -> bool:
    if name == "*":
        return True
    try:
        return ipaddress.ip_address(target.host) in ipaddress.ip_network(
            name.strip("[]"), strict=False
        )
    except ValueError:
        host, _, port = name.partition(":")
        host = host.removeprefix("*").lstrip(".")
        is_below = target.host == host or target.host.endswith(f".{host}")
        return bool(host) and is_below and port in ("", str(target.port))
