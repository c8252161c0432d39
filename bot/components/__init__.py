"""NLU components of our own; Rasa's config names them by module path."""
