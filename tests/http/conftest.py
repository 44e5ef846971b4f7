"""A client without a network: no proxy, and what it may ask is on loopback."""

from collections.abc import Callable, Iterator

import pytest

from launchready_ci.http import Client


@pytest.fixture
def ask() -> Iterator[Callable[..., Client]]:
    """``ask(url, **options)``: a client that is closed at the end."""
    made: list[Client] = []

    def make(url: str, **options: object) -> Client:
        client = Client(url, environ={}, **options)  # type: ignore[arg-type] # the tests say which
        made.append(client)
        return client

    yield make
    for client in made:
        client.close()
