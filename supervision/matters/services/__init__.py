"""Writes of the room: one verb each, ``actor`` first; lock, may, rule, write, tell."""

from __future__ import annotations

from .archiving import keep_archive, start_archive
from .attaching import attach_files, detach_file
from .closing import (
    close_lapsed,
    lapse_matter,
    make_long_term,
    merge_matter,
    read_matter,
    review_matter,
    withdraw_matter,
)
from .duties import add_duty, insist_duty, reassign_duty, refuse_duty, release_duty, sign_duty, start_duty
from .extending import (
    agree_extension,
    approve_extension,
    propose_extension,
    refuse_extension,
    retract_extension,
)
from .feedback import (
    hand_up_feedback,
    no_change,
    pull_back_feedback,
    remove_feedback_file,
    sign_feedback,
    write_feedback,
)
from .following import instruct_again, look_back
from .importing import ImportedMatter, import_matter, import_matters
from .issuing import issue_matter, set_due_date
from .receiving import (
    accept_duty,
    answer_help,
    receive_feedback,
    receive_feedbacks,
    redo_duty,
    return_feedback,
)
from .registering import (
    add_instruction,
    create_matter,
    create_matters,
    discard_matter,
    register_matter,
    reject_matter,
    revise_matter,
    send_back_matter,
    submit_matter,
)
from .sources import set_source
from .splitting import split_matter
from .suspending import end_exemption, grant_exemption, resume_matter, suspend_matter

__all__ = [
    "ImportedMatter",
    "accept_duty",
    "add_duty",
    "add_instruction",
    "agree_extension",
    "answer_help",
    "approve_extension",
    "attach_files",
    "close_lapsed",
    "create_matter",
    "create_matters",
    "detach_file",
    "discard_matter",
    "end_exemption",
    "grant_exemption",
    "hand_up_feedback",
    "import_matter",
    "import_matters",
    "insist_duty",
    "instruct_again",
    "issue_matter",
    "keep_archive",
    "lapse_matter",
    "look_back",
    "make_long_term",
    "merge_matter",
    "no_change",
    "propose_extension",
    "pull_back_feedback",
    "read_matter",
    "reassign_duty",
    "receive_feedback",
    "receive_feedbacks",
    "redo_duty",
    "refuse_duty",
    "refuse_extension",
    "register_matter",
    "reject_matter",
    "release_duty",
    "remove_feedback_file",
    "resume_matter",
    "retract_extension",
    "return_feedback",
    "review_matter",
    "revise_matter",
    "send_back_matter",
    "set_due_date",
    "set_source",
    "sign_duty",
    "sign_feedback",
    "split_matter",
    "start_archive",
    "start_duty",
    "submit_matter",
    "suspend_matter",
    "withdraw_matter",
    "write_feedback",
]
