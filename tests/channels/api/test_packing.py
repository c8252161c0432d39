"""Large answers are compressed for who takes it, and are the same."""

from __future__ import annotations

import gzip
import json

import pytest
from aiohttp import ClientSession

from channels.api.packing import takes_gzip
from tests.channels.staff import application, cheap_passwords, database

__all__ = ["application", "cheap_passwords", "database"]


@pytest.mark.parametrize(
    ("accepted", "taken"),
    [
        ("", False),
        ("gzip", True),
        ("br, GZIP;q=0.5", True),
        ("gzip;q=0", False),
        ("gzip; q=0.0, *", False),
        ("*", True),
        ("*;q=0", False),
        ("br, deflate", False),
    ],
)
def test_what_a_client_takes(accepted, taken):
    assert takes_gzip(accepted) is taken


async def test_the_guide_is_compressed_for_who_takes_it(application):
    address = application.make_url("/api/v1/kiosk/guide")
    async with ClientSession(auto_decompress=False) as client:
        packed = await client.get(address, headers={"Accept-Encoding": "gzip, deflate, br"})
        small = await packed.read()
        plain = await client.get(address, headers={"Accept-Encoding": "identity"})
        whole = await plain.read()
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
    assert len(small) < len(whole) / 3
    told, read = json.loads(gzip.decompress(small)), json.loads(whole)
    # Made anew for each caller.
    assert told.pop("made_at")
    assert read.pop("made_at")
    assert told == read


async def test_small_answers_and_refusals_are_not(application):
    async with ClientSession(auto_decompress=False) as client:
        refused = await client.get(application.make_url("/api/v1/desk/notices"), headers={"Accept-Encoding": "gzip"})
        assert refused.status == 401
        assert "Content-Encoding" not in refused.headers
