"""Pages of the room: each translates a request, calls one selector or service, and shows the answer.

The office's: ledger, register, page, office, queue. The units' and leaders': inbox, feedback, unit, leader,
statistics. ``acts`` is the one way in which a person does something about a matter, a duty, a feedback or
an extension; each file registers its own acts there, and ``offers`` shows them wherever their row stands.
"""

from __future__ import annotations
