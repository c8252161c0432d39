"""GET /api/v1/kiosk/guide."""

from __future__ import annotations

from channels.api.endpoint import endpoint
from channels.api.knowledge import knowledge
from channels.kiosk.guide_models import Guide

GUIDE_PATH = "/api/v1/kiosk/guide"


class GuideApi:
    """Makes the guide anew for each caller: it says when it was made, and a screen asks for it a few times an hour."""

    @endpoint("GET", GUIDE_PATH, role=None, summary="Topics, awards and stations for a screen at a service point.")
    def guide(self) -> Guide:
        """The guide."""
        from channels.kiosk.guide import make_guide

        return make_guide(knowledge())
