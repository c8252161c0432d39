"""What a touch screen at a service point needs of the server besides the conversation."""
