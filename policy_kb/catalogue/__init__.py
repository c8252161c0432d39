"""Reviewed, cited data about the notices: what holds for each as a whole, institutions, targets, topics, terms."""
