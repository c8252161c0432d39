"""Rasa forms."""
