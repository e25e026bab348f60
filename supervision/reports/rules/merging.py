"""What a person wrote, put between what the rules say today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from supervision.reports.rules.figures import Figure
from supervision.reports.rules.tokens import KeptParagraph, refreshed


def merged(
    former: Sequence[KeptParagraph], told: Sequence[KeptParagraph], figures: Mapping[str, Figure]
) -> list[KeptParagraph]:
    """The paragraphs told, those kept by hand in their place, each hand's own after the one it followed."""
    by_hand = {paragraph["rule"]: paragraph for paragraph in former if paragraph["hand"]}
    kept = [with_figures(by_hand.pop(p["rule"]), figures) if p["rule"] in by_hand else dict(p) for p in told]
    previous = ""
    for paragraph in former:
        if paragraph["rule"] in by_hand:
            places = [number for number, p in enumerate(kept, 1) if p["rule"] == previous]
            place = places[0] if places else len(kept) if previous else 0
            kept.insert(place, with_figures(paragraph, figures))
        previous = paragraph["rule"]
    return kept


def with_figures(paragraph: KeptParagraph, figures: Mapping[str, Figure]) -> KeptParagraph:
    """The same words with the figures of today."""
    return paragraph | {part: refreshed(paragraph[part], figures) for part in ("lead", "body")}
