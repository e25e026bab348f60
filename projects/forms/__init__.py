"""What people fill in: labels, hints and shapes. Rules are the services'."""

from __future__ import annotations

from .funding import (
    AssessmentForm,
    DecideReceiptForm,
    EndExemptionForm,
    ExemptionForm,
    FundingForm,
    ReceiptForm,
    StatisticsForm,
)
from .milestones import CompleteMilestoneForm, MilestoneForm
from .pieces import ActForm, FilesField, refuse
from .progress import ProgressForm
from .register import PlanForm, ProjectForm
from .responsibilities import AssignForm, EndResponsibilityForm, HandOverForm

__all__ = [
    "ActForm",
    "AssessmentForm",
    "AssignForm",
    "CompleteMilestoneForm",
    "DecideReceiptForm",
    "EndExemptionForm",
    "EndResponsibilityForm",
    "ExemptionForm",
    "FilesField",
    "FundingForm",
    "HandOverForm",
    "MilestoneForm",
    "PlanForm",
    "ProgressForm",
    "ProjectForm",
    "ReceiptForm",
    "StatisticsForm",
    "refuse",
]
