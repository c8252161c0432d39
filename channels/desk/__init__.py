"""What the staff look up and decide: search, notices, drafts, imports, calculator, replies."""
