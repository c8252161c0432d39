"""The JSON API: how endpoints are declared, served and described, and those of the awards."""
