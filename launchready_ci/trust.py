"""Whom does this machine trust to say who a server is?"""

import os
from ssl import (
    CERT_NONE,
    PROTOCOL_TLS_CLIENT,
    SSLContext,
    create_default_context,
    get_default_verify_paths,
)


def trusted() -> SSLContext:
    """What the machine trusts, SSL_CERT_FILE included; without any such file, certifi's."""
    paths = get_default_verify_paths()
    if paths.cafile or (paths.capath and os.listdir(paths.capath)):
        return create_default_context()
    import certifi

    return create_default_context(cafile=certifi.where())


def unchecked() -> SSLContext:
    """Nobody: for a look at what a server shows, whoever it is."""
    context = SSLContext(PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = CERT_NONE
    return context
