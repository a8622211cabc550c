"""The one exception that a user is meant to read."""


class ExplainerError(Exception):
    """Something the user can mend: one or two plain lines that say what is wrong and what to do."""
