"""Does a new OpenAPI document break the clients of an older one?

Load and resolve (``sources``, ``files``), normalise (``shapes``), compare (``schemas``,
``operations``, …), classify (``table``). Schemas are compared as sets: a request may only be asked
for less, a response may only promise more.
"""
