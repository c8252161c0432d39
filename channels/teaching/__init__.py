"""Learning from questions that went wrong: finding them, teaching, training beside the server, swapping the model."""
