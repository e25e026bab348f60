"""The API's doors to projects, their responsibilities and milestones, and the months' reports."""

from __future__ import annotations

from django.urls import path

from .progress import (
    ProgressAccept,
    ProgressCorrect,
    ProgressDetail,
    ProgressList,
    ProgressReturn,
    ProgressSubmit,
)
from .projects import FiguresList, MilestoneList, ProjectDetail, ProjectList, ResponsibilityList, SectorList

urlpatterns = [
    path("sectors/", SectorList.as_view()),
    path("projects/", ProjectList.as_view()),
    path("projects/figures/", FiguresList.as_view()),
    path("projects/<int:pk>/", ProjectDetail.as_view()),
    path("responsibilities/", ResponsibilityList.as_view()),
    path("milestones/", MilestoneList.as_view()),
    path("progress/", ProgressList.as_view()),
    path("progress/<int:pk>/", ProgressDetail.as_view()),
    path("progress/<int:pk>/submit/", ProgressSubmit.as_view()),
    path("progress/<int:pk>/return/", ProgressReturn.as_view()),
    path("progress/<int:pk>/accept/", ProgressAccept.as_view()),
    path("progress/<int:pk>/correct/", ProgressCorrect.as_view()),
]
