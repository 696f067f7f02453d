"""The words of phrases and their meanings: each row is a meaning, with its words in all supported languages.

A meaning is written in the tokens that the forms consist of: `D-1` is the day before today, `W1` Monday, `M5`
May; numbers stay as they are. The empty meaning is for words that add nothing, such as an article. The words
of a row are separated by commas. A sequence of several words is found before its single words. Each row has
words of up to four languages: English, Russian, Ukrainian, Kyrgyz.
"""
# ruff: noqa: RUF001 - Cyrillic words contain letters that look like Latin ones

from __future__ import annotations

from collections.abc import Iterator

DAYS = {
    "D0": "today, earlier today, just now, now, this morning, early this morning, this afternoon,"
    " this evening, сегодня, сегодня утром, сегодня днем, сегодня вечером, этим утром, сегодня рано утром,"
    " только что, сейчас, сьогодні, сьогодні вранці, сьогодні зранку, сьогодні вдень,"
    " сьогодні ввечері, бүгүн",
    "D-1": "yesterday, last evening, вчера, вчора, учора, кечээ",
    "D-2": "day before yesterday, позавчера, позавчора",
    "D-2 OR D-1": "yesterday or the day before, a day or two ago, день - два назад",
    "D+1": "tomorrow, завтра, эртең",
    "D+2": "day after tomorrow, послезавтра, післязавтра",
    "N-1": "last night, прошлой ночью, минулої ночі",
    "N-2": "night before last",
    "N0": "tonight, this night, сегодня ночью, этой ночью, сьогодні вночі, цієї ночі",
    "NIGHT": "night, ночью, ночь, вночі",
    "PART": "morning, in the morning, early morning, afternoon, in the afternoon, evening, in the evening,"
    " утром, рано утром, днем, вечером, вранці, зранку, вдень, ввечері, увечері",
}

WEEKDAYS = {
    "W1": "monday, mon, понедельник, понедельника, понедельником, пн,"
    " понеділок, понеділка, понеділком, дүйшөмбү, дүйшөмбү күнү",
    "W2": "tuesday, tue, tues, вторник, вторника, вторником, вт,"
    " вівторок, вівторка, вівторком, шейшемби, шейшемби күнү",
    "W3": "wednesday, wed, weds, среда, среду, среды, средой, ср,"
    " середа, середу, середи, середою, шаршемби, шаршемби күнү",
    "W4": "thursday, thu, thur, thurs, четверг, четверга, четвергом, чт, четвер, бейшемби, бейшемби күнү",
    "W5": "friday, fri, пятница, пятницу, пятницы, пятницей, пт,"
    " п'ятниця, п'ятницю, п'ятниці, п'ятницею, жума күнү",
    "W6": "saturday, sat, суббота, субботу, субботы, субботой, сб,"
    " субота, суботу, суботи, суботою, ишемби, ишемби күнү",
    "W7": "sunday, sun, воскресенье, воскресенья, воскресеньем, вс,"
    " неділя, неділю, неділі, неділею, жекшемби, жекшемби күнү",
}

MONTHS = {
    "M1": "january, jan, январь, января, январе, январем, янв, січень, січня, січні, січнем,"
    " январда, январында",
    "M2": "february, feb, февраль, февраля, феврале, февралем, фев, лютий, лютого, лютому, лютим,"
    " февралда, февралында",
    "M3": "march, mar, март, марта, марте, мартом, мар, березень, березня, березні, березнем,"
    " мартта, мартында",
    "M4": "april, apr, апрель, апреля, апреле, апрелем, апр, квітень, квітня, квітні, квітнем,"
    " апрелде, апрелинде",
    "M5": "may, май, мая, мае, маем, травень, травня, травні, травнем, майда, майында",
    "M6": "june, jun, июнь, июня, июне, июнем, июн, червень, червня, червні, червнем, июнда, июнунда",
    "M7": "july, jul, июль, июля, июле, июлем, июл, липень, липня, липні, липнем, июлда, июлунда",
    "M8": "august, aug, август, августа, августе, августом, авг, серпень, серпня, серпні, серпнем,"
    " августта, августунда",
    "M9": "september, sept, sep, сентябрь, сентября, сентябре, сентябрем, сент, сен,"
    " вересень, вересня, вересні, вереснем, сентябрда, сентябрында",
    "M10": "october, oct, октябрь, октября, октябре, октябрем, окт, жовтень, жовтня, жовтні, жовтнем,"
    " октябрда, октябрында",
    "M11": "november, nov, ноябрь, ноября, ноябре, ноябрем, нояб, ноя,"
    " листопад, листопада, листопаді, листопадом, ноябрда, ноябрында",
    "M12": "december, dec, декабрь, декабря, декабре, декабрем, дек,"
    " грудень, грудня, грудні, груднем, декабрда, декабрында",
}

NUMBERS = {
    "1": "a, an, one, один, одна, одну, одного, одной, одне, однієї, бир",
    "2": "two, два, две, двух, двое, дві, двох, эки",
    "3": "three, три, трех, трое, трьох, үч",
    "4": "four, четыре, четырех, чотири, чотирьох, төрт",
    "5": "five, пять, пяти, п'ять, п'яти, беш",
    "6": "six, шесть, шести, шість, алты",
    "7": "seven, семь, семи, сім, жети",
    "8": "eight, восемь, восьми, вісім, сегиз",
    "9": "nine, девять, девяти, дев'ять, дев'яти, тогуз",
    "10": "ten, десять, десяти",
    "11": "eleven, одиннадцать, одиннадцати",
    "12": "twelve, двенадцать, двенадцати",
    "COUPLE": "couple, a couple, пара, пару, пары",
    "FEW": "few, a few, several, несколько, нескольких, кілька, кількох, декілька, бир нече",
}

UNITS = {
    "MINUTE": "minute, minutes, минута, минуту, минуты, минут, хвилину, хвилини, хвилин, мүнөт",
    "HOUR": "hour, hours, час, часа, часов, годину, години, годин, саат",
    "DAY": "day, days, день, дня, дней, сутки, суток, дні, днів, күн",
    "WEEK": "week, weeks, неделя, неделю, недели, недель, неделе, тиждень, тижня, тижні, тижнів, жума",
    "2 WEEK": "fortnight, a fortnight",
    "MONTH": "month, months, месяц, месяца, месяцев, месяце, місяць, місяця, місяці, місяців, ай",
    "ABOUT 6 MONTH": "half a year, полгода, пів року, півроку",
    "YEAR": "year, years, год, года, году, лет, г, рік, року, роки, років, році, жыл, жылы, жылдын",
}

TURNS = {
    "AGO": "ago, назад, тому назад, тому, мурун",
    "HENCE": "через",
    "LAST": "last, previous, прошлый, прошлая, прошлое, прошлого, прошлой, прошлом, прошлую,"
    " минулий, минула, минулого, минулої, минулому, минулу",
    "LAST YEAR": "былтыр, торік",
    "THIS": "this, этот, эта, это, этого, этой, этом, эту, цей, цього, цієї, цьому, цю",
    "NEXT": "next, следующий, следующая, следующее, следующего, следующей, следующем, следующую,"
    " наступний, наступного, наступної, наступному, наступну",
    "EARLY": "early, early in, beginning, start, начало, начале, початку, початок",
    "MID": "mid, middle, середина, середине, середині",
    "LATE": "late, late in, end, конец, конце, кінці, кінець, наприкінці",
    "ABOUT": "about, around, approximately, roughly, circa, ca, ~, около, примерно, приблизительно,"
    " ориентировочно, близько, приблизно",
    "EXACTLY": "exactly, ровно, рівно",
    "MORE": "more than, over, at least, больше, более, не меньше, не менее, більше, понад",
    "LESS": "less than, under, at most, no more than, меньше, менее, не больше, не более, менше",
    "BETWEEN": "between, some day between, между, між",
    "AND": "and, и, і, й, та",
    "OR": "or, или, либо, або, чи",
    "FROM": "from, с, со, з, із",
    "TO": "to, по",
    "BY": "by, no later than, not later than, at the latest by, до, к, не позднее, не позже, не пізніше",
    "BEFORE": "before, earlier than, раньше, ранее, раніше",
    "AFTER": "after, later than, после, позже, позднее, після",
    "NOT-BEFORE": "no earlier than, not earlier than, not before, не раньше, не ранее, не раніше",
    "IN": "in",
    "AT": "at, в, во, на, у",
    "TH": "числа",
    "-": "-",
    "": "on, the, of, just, some time, sometime, either",
}

MEANINGS = {**DAYS, **WEEKDAYS, **MONTHS, **NUMBERS, **UNITS, **TURNS}


def _by_words() -> Iterator[tuple[tuple[str, ...], str]]:
    for meaning, rows in MEANINGS.items():
        for words in rows.split(","):
            yield tuple(words.split()), meaning


BY_WORDS = dict(_by_words())
LONGEST = max(len(words) for words in BY_WORDS)
"""Greatest number of words in a sequence that has one meaning."""
