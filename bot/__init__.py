"""The Rasa assistant. Importing it quietens Rasa first, because Rasa speaks while it is imported."""

from bot.quiet import quiet

quiet()
