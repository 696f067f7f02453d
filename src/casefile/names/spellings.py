"""Tables of spellings: the sound of each letter in the usual ways of writing names.

Sounds are lower-case Latin letters and four capitals: C as in *church*, J for *zh*, *j* and *dzh* alike, S as
in *ship*, T as in *tsar*. `^` and `$` are the ends of a word. Longer groups of letters have priority over
shorter ones.
"""

# ruff: noqa: RUF001 - the module is about letters of several scripts that look alike

from __future__ import annotations

from collections.abc import Mapping

from casefile.names.latin_folding import letter_table

LATIN = letter_table(
    "shch=S sch=S sh=S tch=C ch=C dzh=J dj=J dž=J zh=J j=J kh=h ts=T tz=T ck=k c=k ph=f th=t gh=g dh=d "
    "x=ks q=k w=v off$=ov eff$=ev š=S ş=S ș=S ŝ=S č=C ç=C ć=C ž=J ż=J đ=J ǧ=J ğ=g ı=i ł=l ə=a ä=a ö=o "
    "ü=u å=o ß=s ý=i ț=T ţ=T ï=i ë=e ÿ=i"
)
"""The sounds that most romanisations have in common, above all the English one."""

SYSTEMS: Mapping[str, Mapping[str, str]] = {
    "English": letter_table("ce=se ci=si cy=si"),
    "English, long vowels": letter_table("ee=i oo=u ce=se ci=si"),
    "French": letter_table("ch=S ou=u oo=u qu=k gue=ge gui=gi ce=se ci=si ç=s ine$=in ss=s"),
    "German": letter_table("schtsch=S tsch=C dsch=J ch=h j=y z=T ie=i ae=a oe=o ue=u"),
    "Turkish and Uzbek": letter_table("c=J x=h o'=u g'=g"),
    "Azerbaijani": letter_table("c=J x=h q=g"),
    "Polish": letter_table("szcz=S cz=C sz=S rz=J dż=J dź=J ch=h c=T j=y ó=u ą=on ę=en ś=s ź=z ń=n"),
    "Slavic and scientific": letter_table("c=T ć=T j=y ch=h x=h lj=ly nj=ny"),
}
"""The differences of each way of writing from LATIN. A name is read in all of them: its own is not known."""

CYRILLIC = letter_table(
    "а=a б=b в=v г=g ґ=g д=d е=e ё=yo ж=J з=z и=i й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=h "
    "ц=T ч=C ш=S щ=S ъ= ы=i ь= э=e ю=yu я=ya ьо=yo ье=e тс=T тц=T дж=J тч=C і=i ї=yi є=e ў=u ң=n ө=o "
    "ү=u ұ=u қ=k ғ=g һ=h ә=a ҳ=h ҷ=J ӣ=i ӯ=u ҡ=k ҙ=z ҫ=s ҥ=n ј=y љ=ly њ=ny ћ=C ђ=J џ=J ҹ=J ҝ=g ӳ=u ӱ=u"
)
"""Russian, Ukrainian, Belarusian, Serbian, Kyrgyz, Kazakh, Tajik, Uzbek and Bashkir letters."""

CYRILLIC_TOO = (
    letter_table("г=h ў=v"),
    letter_table("ң=ng ҥ=ng"),
    letter_table("ё=e ю=u"),
)
"""Other sounds of some of these letters: г in Ukrainian and Belarusian, ң if it is written ng."""

GREEK = letter_table(
    "γκ=g γγ=ng γχ=nh μπ=b ντ=d τζ=J τσ=T ου=u αυ=av ευ=ev ηυ=iv αι=e ει=i οι=i υι=i γι=y α=a β=v γ=g "
    "δ=d ε=e ζ=z η=i θ=t ι=i κ=k λ=l μ=m ν=n ξ=ks ο=o π=p ρ=r σ=s ς=s τ=t υ=i φ=f χ=h ψ=ps ω=o"
)
GREEK_TOO = (letter_table("γι=gi ντ=nt γκ=gk"),)

ARMENIAN = letter_table(
    "ու=u և=ev ^ո=vo եւ=ev ա=a բ=b գ=g դ=d ե=e զ=z է=e ը=i թ=t ժ=J ի=i լ=l խ=h ծ=T կ=k հ=h ձ=dz ղ=g ճ=C "
    "մ=m յ=y ն=n շ=S ո=o չ=C պ=p ջ=J ռ=r ս=s վ=v տ=t ր=r ց=T ւ=v փ=p ք=k օ=o ֆ=f"
)
ARMENIAN_TOO = (letter_table("փ=f"),)

GEORGIAN = letter_table(
    "ა=a ბ=b გ=g დ=d ე=e ვ=v ზ=z თ=t ი=i კ=k ლ=l მ=m ნ=n ო=o პ=p ჟ=J რ=r ს=s ტ=t უ=u ფ=p ქ=k ღ=g ყ=k "
    "შ=S ჩ=C ც=T ძ=dz წ=T ჭ=C ხ=h ჯ=J ჰ=h"
)
GEORGIAN_TOO = (letter_table("ფ=f"),)
"""ფ is written ph, p or f elsewhere."""

GLIDES = (
    ("dJ", "J"),
    ("tC", "C"),
    ("ts", "T"),
    (r"[yi]+(?=e)", ""),
    (r"[yi]+(?=[aou])", "y"),
    (r"[yi]+(?![aou])", "i"),
    (r"(?<=[^aeiou])yo", "e"),
    (r"(?<=[^aeiou])yu", "u"),
    (r"(.)\1+", r"\1"),
    (r"(?<=[SCJ])o(?=v(?:a|u|e|i|im|om|em|ih|imi|oi|oy|ei|ah|am|ami)?$)", "e"),
    (r"(?<=[td])er$", "r"),
    (r"(?<=[aeiou])h$", ""),
    (r"^abd[aeou]l?(?=[^aeiouy])", "abdu"),
)
"""Replacements by which variants in any script become equal.

Examples: Aliyev and Aliev, Tatyana and Tatiana, Fyodorov and Fedorov, Abdel and Abdul. Each pattern is
applied to the result of the one before.
"""

IN_OTHER_LANGUAGES = (
    "aleksandr oleksandr aliaksandr alyaksandr alexandr alexandre",
    "aleksey oleksiy aliaksei alyaksey alexis",
    "andrey andriy andrei andrej",
    "vladimir volodymyr uladzimir wladimir",
    "dmitry dmytro dzmitry dimitri",
    "nikolay mykola mikola mikalai nikolai",
    "sergey serhiy siarhei serhii syarhey",
    "mikhail mykhailo mikhailo mikhas mihail",
    "pyotr petro petr piotr pyatro",
    "pavel pavlo pavlo",
    "vasily vasyl vasil",
    "grigory hryhoriy ryhor",
    "evgeny yevhen yauhen evgeniy",
    "ivan ivan ian",
    "konstantin kostiantyn kanstantsin",
    "roman raman",
    "oleg oleh aleh",
    "olga olha volha",
    "elena olena alena",
    "ekaterina kateryna katsiaryna katerina",
    "natalia nataliya natallia",
    "tatyana tetiana tatsiana tetyana",
    "anna hanna ganna",
    "svetlana svitlana sviatlana",
    "ksenia kseniia oksana aksana",
    "muhammad mohammed mukhamed muhammed mahammad mukhammad mohamad mukhammed mukhamet",
    "husayn hussein hossein husein khusein khusain",
    "yusuf yousef yusif iusup yusup",
    "ahmad ahmed akhmat akhmet ahmet akhmad",
    "abdurrahman abdirahman abdyrakhman abdurakhman",
    "giorgi georgy heorhii georgi giorgos georgios",
    "ioannis yannis giannis yiannis",
    "hovhannes ovanes oganes hovanes",
)
"""Given names in neighbouring languages: the words of a row may be the same name, but need not be."""
