"""What the processes of one installation have in common: whose turn it is, how often, who does it, what has happened.

``peers`` is the interface; ``alone`` is for the only process there is, ``redis_peers`` reaches the others over Redis.
Either way the database has the last word: whatever is lost here is noticed there.
"""
