"""The Rasa assistant. Importing it quietens Rasa first, because Rasa speaks while it is imported."""

from bot.lazily import on_use
from bot.quiet import quiet

quiet()
on_use()
