"""From a file that was published this morning to reviewed entries: import, drafts, decisions, versions, export.

Every function here is one transaction, takes the engine first and says who acts; channels need nothing else.
"""
