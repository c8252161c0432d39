"""Questions about awards written from the notice alone, by somebody who saw neither code nor training data."""
