"""Measures the assistant on a collection of questions and dialogues, and compares with what was measured before."""
