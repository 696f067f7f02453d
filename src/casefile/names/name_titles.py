"""Remove titles and forms of address beside a name, and reorder names such as `Surname, Given`."""

# ruff: noqa: RUF001 - titles of many scripts

from __future__ import annotations

import re
from functools import cache

from casefile.names.scripts import normal

BEFORE = """
dr prof professor mr mrs ms miss mme mlle monsieur madame herr frau señor señora señorita sr
sra srta dra senhor senhora dott dottor signor signora sayın hon adv advocate д-р доктор проф
профессор професор г-н г-жа гр-н гр-ка гр господин госпожа гражданин гражданка товарищ адвокат
κ κα κύριος κυρία δρ δικηγόρος պրն տկն պարոն տիկին դոկտոր დოქტორი ბატონი ქალბატონი ბ-ნი ქ-ნი
السيد السيدة الدكتور الدكتورة دكتور دكتورة الأستاذ الأستاذة المهندس المحامي المحامية آقای خانم
دکتر جناب ד"ר ד״ר מר גב' גב׳ גברת עו"ד עו״ד פרופ' פרופ׳ श्री श्रीमती सुश्री डॉ डॉक्टर प्रो জনাব
শ্রী শ্রীমতী ডা ডঃ ড ডক্টর திரு திருமதி டாக்டர் முனைவர் శ్రీ శ్రీమతి డా డాక్టర్ ಶ್ರೀ ಶ್ರೀಮತಿ ಡಾ
ಡಾಕ್ಟರ್ ശ്രീ ശ്രീമതി ഡോ ഡോക്ടർ શ્રી શ્રીમતી ડૉ ਸ਼੍ਰੀ ਸ਼੍ਰੀਮਤੀ ਡਾ ආචාර්ය මහාචාර්ය නීතිඥ အရှင် አቶ
ወይዘሮ ወይዘሪት ዶክተር ዶ/ር
"""
"""Titles before a name. Words that are names themselves are left out: Don, Pan, Sheikh, Sri, Selvi."""
BEHIND = """
phd md llm esq bey hanım sahib saheb мырза айым ханым जी साहब সাহেব గారు ಅವರು മാസ്റ്റർ महोदय महोदया
"""
"""Titles behind a name."""
JOINED_BEFORE = "นางสาว นาง นาย ดร คุณหญิง ဒေါက်တာ ဦး ဒေါ် លោកស្រី លោក កញ្ញា ທ່ານ ນາງສາວ ດຣ"
"""Titles before a name that need no blank between them and the name."""
JOINED_BEHIND = "先生 女士 小姐 博士 教授 律師 律师 記者 记者 さん さま 様 氏 선생님 선생 기자 변호사 씨 님"
SHORTEST_JOINED = 2
"""The fewest letters of a name beside a title without a blank."""


def plain_order(name: str) -> str:
    """Return a name in normal form (see `normal`) without titles; `Surname, Given` becomes `Given Surname`.

    A name that is nothing but titles is returned in normal form.
    """
    parts = [part for each in COMMAS.split(normal(name)) if (part := _untitled(each.strip()))]
    return " ".join(reversed(parts) if len(parts) == 2 else parts) or normal(name)


COMMAS = re.compile("[,\u055d\u060c\u3001\ua4fe]")


def _untitled(part: str) -> str:
    before, behind = _titles()
    return before.sub("", behind.sub("", part))


@cache
def _titles() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of titles at the beginning and at the end of a part of a name."""
    letters = rf"(?=(?:\W*\w){{{SHORTEST_JOINED}}})"
    before = re.compile(
        rf"^(?:(?:{_any_of(BEFORE)})(?:\.\s*|\s+|$)|(?:{_any_of(JOINED_BEFORE)})\.?\s*{letters})+"
    )
    behind = re.compile(
        rf"(?:(?:^|\s)(?:{_any_of(BEHIND)})\.?|(?<=\w)(?<=\w.)\s*(?:{_any_of(JOINED_BEHIND)}))+$"
    )
    return before, behind


def _any_of(titles: str) -> str:
    return "|".join(sorted({re.escape(normal(title)) for title in titles.split()}, key=len, reverse=True))
