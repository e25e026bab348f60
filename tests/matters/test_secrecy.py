"""涉密不上网: grades of state secrets and their marks are turned away with the rule; plain words are not."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from supervision.matters.rules.secrecy import classification_of, refuse_secrets, secret_marks
from supervision.matters.rules.words import Classification

RULE = "涉密信息不得进入本系统"


@pytest.mark.parametrize(
    ("word", "grade"),
    [
        ("公开", Classification.PUBLIC),
        ("内部", Classification.INTERNAL),
        ("工作秘密", Classification.WORK_SECRET),
        (" work_secret ", Classification.WORK_SECRET),
        ("public", Classification.PUBLIC),
        ("", Classification.INTERNAL),
    ],
)
def test_three_grades_are_known_in_code_and_in_chinese(word: str, grade: Classification) -> None:
    assert classification_of(word) is grade


@pytest.mark.parametrize(
    "word",
    [
        "秘密",
        "机密",
        "绝密",
        "机密★",
        "秘密级",
        "绝密级",
        "机密★5年",
        "秘密★长期",
        "机 密",
        "绝密件",
        " 机密 ",
    ],
)
def test_grades_of_state_secrets_are_refused_with_the_rule(word: str) -> None:
    with pytest.raises(ValidationError, match=RULE) as caught:
        classification_of(word)
    assert caught.value.code == "state_secret"
    assert "系统外办理" in caught.value.messages[0]


def test_an_unknown_grade_is_told_the_known_ones() -> None:
    with pytest.raises(ValidationError, match="没有密级“商密”，只限公开、内部、工作秘密。") as caught:
        classification_of("商密")
    assert caught.value.code == "no_such_grade"


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("机密★5年", ("机密★5年",)),
        ("关于某事的通知\n秘密★10年\n各单位", ("秘密★10年",)),
        ("绝密★", ("绝密★",)),
        ("密级：秘密", ("密级：秘密",)),
        ("密级 机密，办完清退", ("密级 机密",)),
        ("本件密级为绝密级", ("密级为绝密级",)),
        ("【机密】关于修路", ("【机密】",)),
        ("（秘密）关于修路", ("（秘密）",)),
        ("机 密\n关于修路", ("机 密",)),
        ("办理机密级文件", ("机密级文件",)),
        ("县办机密〔2026〕5号", ("机密〔2026",)),
        ("秘密12号", ("秘密12号",)),
        ("密级：机密★5年", ("机密★5年", "密级：机密")),
    ],
)
def test_marks_are_found_as_they_stand(text: str, marks: tuple[str, ...]) -> None:
    assert secret_marks(text) == marks


@pytest.mark.parametrize(
    "text",
    [
        "",
        "密级：内部",
        "密级：工作秘密",
        "工作秘密★",
        "（工作秘密）",
        "开展保守国家秘密教育",
        "保护企业商业秘密",
        "做好保密检查，严防泄露机密",
        "秘密调查取证",
        "修复县道塌方★重点",
        "周密级差",
    ],
)
def test_plain_words_are_no_marks(text: str) -> None:
    assert secret_marks(text) == ()


def test_every_field_with_a_mark_is_named() -> None:
    with pytest.raises(ValidationError) as caught:
        refuse_secrets(title="机密★5年", requirement="修路", source_number="密级：秘密")
    assert list(caught.value.message_dict) == ["title", "source_number"]
    assert caught.value.message_dict["title"][0].startswith(f"发现密级标志“机密★5年”。{RULE}")
    refuse_secrets(title="修路")
