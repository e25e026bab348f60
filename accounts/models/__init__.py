"""Units, posts, people, users, roles, uploads, access log, jobs: who may do what, and who did."""

from __future__ import annotations

from .access import AccessEntry
from .call import IdempotentCall
from .deputy import Deputy
from .job import Job
from .people import Person, Post, Tenure
from .unit import Unit
from .upload import PictureMark, Upload
from .user import Reach, Role, RoleGrant, User

__all__ = [
    "AccessEntry",
    "Deputy",
    "IdempotentCall",
    "Job",
    "Person",
    "PictureMark",
    "Post",
    "Reach",
    "Role",
    "RoleGrant",
    "Tenure",
    "Unit",
    "Upload",
    "User",
]
