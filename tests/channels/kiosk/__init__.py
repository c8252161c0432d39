"""What the screen at a service point needs of the server."""
