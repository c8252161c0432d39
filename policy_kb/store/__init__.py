"""Filling the knowledge base's database, proving it, and reading it back."""
