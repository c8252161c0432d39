"""Accounts of the staff: who may sign in, who is signed in, and how often one may try."""
