"""What a page sends back as keys is taken as far as it can be one."""

from __future__ import annotations

from accounts.rules.keys import keys_of


def test_only_what_can_be_a_key_is_taken() -> None:
    sent = ["7", "", "-1", "1.5", "七", "９", "x", "9" * 5000, "9" * 19, "9" * 18]
    assert keys_of(sent) == [7, 999_999_999_999_999_999]
