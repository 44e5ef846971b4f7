"""Which credentials do we know, and what tells each from everything that looks like it?

A format is a row of data; to add one, add a row to the module of its kind and a maker to
``tests/gates/secret_samples.py``. Ids are never reused. Their ranges, by kind:

    001-019 keys       private keys and JWTs                 100-149 code      forges, registries, CI
    020-059 cloud      clouds, hosting, edge                 150-179 ai        model providers
    060-079 payment    payments and shops                    180-198 assigned  named by the text
    080-099 chat       chat, mail, telephony                 199     unnamed   judged by their look
    200-221 data       databases, brokers, URLs, headers     222-229 assigned  named by the text, too
    250-    saas       everything else
"""

from launchready_ci.gates.secrets.formats import (
    ai,
    assigned,
    chat,
    cloud,
    code,
    data,
    keys,
    payment,
    saas,
)
from launchready_ci.gates.secrets.formats.row import Candidate, Format, sieved

__all__ = ["FORMATS", "Candidate", "Format"]

FORMATS: tuple[Format, ...] = tuple(
    sieved(row)
    for kind in (keys, cloud, payment, chat, code, ai, assigned, data, saas)
    for row in kind.FORMATS
)
