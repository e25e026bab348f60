"""数据项组: what the sections of documents are said of. Importing the modules registers them."""

from __future__ import annotations

import importlib
import pkgutil

from .registry import SOURCES, Source, source

for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")

__all__ = ["SOURCES", "Source", "source"]
