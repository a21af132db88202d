"""Which printed names are teams or institutions, and which only say that the list was cut."""

from __future__ import annotations

import re

_TEAM_WORDS = (
    "team|teams|group|consortium|collaboration|contributors|community|lab|labs|laboratory"
    "|laboratories|institute|institut|university|foundation|research|network|project|initiative"
    "|society|committee|alliance|centre|department|company|technologies|organization"
    "|organisation|hospital|trust|council|ministry|academy|inc|ltd|llc|corp|corporation|gmbh"
)
_IS_TEAM = re.compile(rf"\b(?:{_TEAM_WORDS})\b", re.IGNORECASE)
# "AI" in capitals, as a part of its own, glued to a word, or behind a dot; the surname is "Ai".
_IS_AI = re.compile(r"(?:^|[\s-])AI(?:$|\s)|[a-z0-9]AI$|\.\s?ai$")
_GLUED_TEAM = re.compile(r"[a-z]Team$")
_IS_TEAM_IN_HANGUL_OR_HAN = re.compile(
    r"(?:팀|연구소|연구원|연구실|대학교|그룹|团队|团体|实验室|研究院|大学|チーム)$"
)
_ONE_WORD_NAMES = (
    "ai2 adobe alibaba allenai amazon anthropic apple baai baidu bigcode bigscience bytedance "
    "codefuse cohere databricks deepmind deepseek eleuther google huawei huggingface ibm intel "
    "internlm kakao kuaishou laion lg-ai llm-jp meituan meta microsoft midjourney minimax mistral "
    "moonshot naver nvidia openai openbmb opengvlab qualcomm qwen runway salesforce samsung "
    "sensetime snowflake stepfun tencent tii upstage xiaomi yandex zhipu"
)
_ONE_WORD_TEAMS = frozenset(_ONE_WORD_NAMES.split())

_COUNT = r"(?:\d{1,5}\s*)?"
_IS_TRUNCATION = re.compile(
    rf"\+\s*{_COUNT}(?:more|others|authors)?\s*(?:authors)?|(?:…|\.\.\.)|(?:and\s+|&\s*)?{_COUNT}et\.?\s+al\.?"
    rf"|(?:and\s+|&\s*)?{_COUNT}(?:more|(?:many\s+)?others)(?:\s+authors)?\.?|외(?:\s*\d{{1,5}}\s*명)?|등|等",
    re.IGNORECASE,
)


def is_team(name: str) -> bool:
    """Tell whether a printed name is one of a team or an institution.

    Conservative: a single unknown word is a person's.

    >>> [is_team(name) for name in ("Gemini Team", "DeepSeek-AI", "01. AI", "o3 contributors")]
    [True, True, True, True]
    >>> is_team("Hao Ai")
    False
    """
    text = name.strip()
    return (
        text.casefold() in _ONE_WORD_TEAMS
        or _IS_TEAM.search(text) is not None
        or _IS_AI.search(text) is not None
        or _GLUED_TEAM.search(text) is not None
        or _IS_TEAM_IN_HANGUL_OR_HAN.search(text) is not None
    )


def is_truncation(token: str) -> bool:
    """Tell whether a token of an authors' list says that names were left out.

    >>> [is_truncation(token) for token in ("+", "et al.", "and others", "+ 12 more", "외 3명")]
    [True, True, True, True, True]
    """
    return _IS_TRUNCATION.fullmatch(token.strip()) is not None
