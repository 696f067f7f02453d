"""An encoding is chosen only if the words look like words, and no other encoding does as well."""

from __future__ import annotations

import pytest

from casefile.intake.tables.encodings import probable_encodings

SHORT = {
    "windows-1251": ("Name;Дата;ID\nИванов;12.01.2013;7\n", "Прізвище;Їжак\nҐалаґан;№ 5\n"),
    "koi8-r": ("ФИО;Дата задержания;Город\nАйдай Эркебаева;28.05.2025;Бишкек\n",),
    "cp866": ("ФИО;Дата задержания;Город\nАйдай Эркебаева;28.05.2025;Бишкек\n",),
    "windows-1252": ("Nome;Data de detenção;Situação\nJoão;12.01.2013;preso\n", "Name;Ort\nMüller;Köln\n"),
    "windows-1254": ("İsim;Doğum tarihi;Şehir\nAhmet Yılmaz;1980;İstanbul\n",),
    "windows-1250": ("Jméno;Město\nŘehoř;Žďár\n", "Imię;Miasto\nŁukasz;Łódź\n"),
    "windows-1257": ("Vardas;Miestas\nŽydrūnas;Šiauliai\n",),
    "windows-1256": ("الاسم;التاريخ\nمحمد علي;2013\n",),
    "gb18030": ("姓名;日期\n王全璋;2015\n",),
    "big5": ("姓名;日期\n陳大文;2013\n",),
    "shift_jis": ("なまえ;日付\n山田たろう;2013\n",),
    "euc_kr": ("이름;날짜\n김철수;2013\n",),
}


@pytest.mark.parametrize(
    ("encoding", "text"), [(each, text) for each, texts in SHORT.items() for text in texts]
)
def test_a_short_text_has_one_probable_encoding(encoding, text):
    assert probable_encodings(text.encode(encoding)) == {encoding: text}


def test_a_text_that_may_be_in_two_encodings_is_not_decided():
    text = "Apellidos;Año\nMuñoz;2013\n"
    found = probable_encodings(text.encode("windows-1252"))
    assert found["windows-1252"] == text
    assert len(found) > 1
