"""The conversations that want a person, for staff."""
