"""Sentences whose words void or change a claim to money, and plain ones."""
