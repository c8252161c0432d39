"""Errors whose text is meant for the person at the keyboard."""


class UserError(Exception):
    """Something the person can mend: the message is one Chinese sentence that says what to do."""
