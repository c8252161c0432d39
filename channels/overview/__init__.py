"""Figures on conversations: how many, about what, how well."""
