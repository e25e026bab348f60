"""The API's doors to matters, duties, feedbacks and extensions: every verb is one service's."""

from __future__ import annotations

from . import duties, extensions, feedbacks, figures, matters

urlpatterns = [
    *figures.urlpatterns,
    *matters.urlpatterns,
    *duties.urlpatterns,
    *feedbacks.urlpatterns,
    *extensions.urlpatterns,
]
