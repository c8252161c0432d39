"""What somebody might send to break the service, and how to tell that it was not broken."""
