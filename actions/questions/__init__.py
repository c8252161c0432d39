"""One module per kind of question: how it is answered from the knowledge base."""
