"""What a running server does by itself from time to time: end what was left behind, forget what is old, keep up."""
