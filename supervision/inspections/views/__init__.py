"""Pages of the room: each translates a request, calls one selector or service, and shows the answer.

``acts`` is the one way in which a person does something about a row of the room, ``offers`` shows what
may be done wherever the row stands. ``rectifying`` holds the pages of 整改, beside it are those of 督查活动.
"""

from __future__ import annotations
