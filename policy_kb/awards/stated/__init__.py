"""Facts as people state them: 我们是高校，转让了12件 → applicant_type university, transferred_patents 12.

Which fact a number belongs to is decided by its unit and by the nearest of the words that the fact declares: ``cues``
speak for it, ``excludes`` (实用新型 beside a count of 发明专利) against it. In a form, the fact that was just asked for
takes what carries no cue of its own. What is not clear is no value but a doubt: the caller asks.
"""

from policy_kb.awards.stated.afterthoughts import may_take_back
from policy_kb.awards.stated.doubts import Doubt, elsewhere
from policy_kb.awards.stated.facts import StatedFacts, stated_facts
from policy_kb.awards.stated.numbers import unplaced_numbers
from policy_kb.awards.stated.unread import is_plain, may_void, unread_clause

__all__ = [
    "Doubt",
    "StatedFacts",
    "elsewhere",
    "is_plain",
    "may_take_back",
    "may_void",
    "stated_facts",
    "unplaced_numbers",
    "unread_clause",
]
