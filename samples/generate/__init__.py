"""The invented county 云岭县 and its workbooks in the shapes that offices really use.

``samples/facts/*.csv`` hold the facts once, ``county`` and ``story`` read and unfold them, the ``*_book``
modules draw the sheets as views of them, ``python -m samples.generate`` writes everything.
"""
