"""What is being built: projects, who carries them, what was planned and what came of it."""

from __future__ import annotations

from .catalogue import Plan, Programme, Sector
from .funding import Exemption, FundingLine, Receipt, StabilityAssessment, StatisticsEntry
from .imports import ImportBatch, NameMapping
from .milestone import Milestone, MilestoneEvidence
from .plan import AnnualPlan
from .progress import MonthlyProgress, ProgressPhoto, ProgressStep
from .project import Project, ProjectCode
from .responsibility import Responsibility

__all__ = [
    "AnnualPlan",
    "Exemption",
    "FundingLine",
    "ImportBatch",
    "Milestone",
    "MilestoneEvidence",
    "MonthlyProgress",
    "NameMapping",
    "Plan",
    "Programme",
    "ProgressPhoto",
    "ProgressStep",
    "Project",
    "ProjectCode",
    "Receipt",
    "Responsibility",
    "Sector",
    "StabilityAssessment",
    "StatisticsEntry",
]
