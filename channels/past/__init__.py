"""Past answers: what staff wrote to visitors, and answers of the assistant that visitors found useful."""
