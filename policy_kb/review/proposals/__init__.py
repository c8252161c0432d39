"""What a reviewer is offered for each thing that was read: an entry to accept, to edit or to reject."""
