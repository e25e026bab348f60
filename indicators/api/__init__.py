"""The API's doors to indicators: lists, what is computed of one, and values in bulk."""

from __future__ import annotations

from . import acting, figures, lists

urlpatterns = [*lists.urlpatterns, *figures.urlpatterns, *acting.urlpatterns]
