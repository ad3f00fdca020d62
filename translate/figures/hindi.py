"""How Hindi writes figures, every form that running text has."""

from __future__ import annotations

from decimal import Decimal

from translate.figures.words import Lexicon, fold, words


def hindi() -> Lexicon:
    """The Hindi lexicon."""
    return Lexicon(
        numbers=words(_NUMBERS, Decimal),
        scales=words(_SCALES, int),
        months=words(_MONTHS, int),
        marks=words(_MARKS, str),
        shifts={fold("साढ़े"): Decimal("0.5"), "सवा": Decimal("0.25"), "पौने": Decimal("-0.25")},
        ordinal_endings=tuple(fold(ending) for ending in ["वाँ", "वीं", "वें", "वा", "वी", "वे", "ओं", "ों"]),
        # अरब is a thousand million and an Arab.
        no_scale={"अरब": frozenset(map(fold, ["देश", "देशों", "राष्ट्र", "राष्ट्रों", "लीग", "नागरिक", "नागरिकों"]))},
    )


_NUMBERS = """
0.5 आधा आधी आधे
1 एक पहला पहली पहले प्रथम
1.5 डेढ़
2 द्वि* दो दोनों दूसरा दूसरी दूसरे द्वितीय दोबारा दोगुन* दुगुन* दोहर* दोतरफ़* दोपहिय* दुपहिय*
2.5 ढाई
3 त्रि* तीन तीनों तीसरा तीसरी तीसरे तृतीय तिगुन* तिहर* तिपहिय*
4 चार चारों चौथा चौथी चौथे चतुर्थ चौगुन* चौतरफ़*
5 पाँच पाँचों पंचम
6 छह छः छ छै छे छहों छठा छठी छठे छठ
7 सात
8 आठ
9 नौ नवाँ नवीं नवें
10 दस दशक दशकों
11 ग्यारह
12 बारह दर्जन
13 तेरह
14 चौदह
15 पंद्रह
16 सोलह
17 सत्रह
18 अठारह अट्ठारह
19 उन्नीस
20 बीस
21 इक्कीस
24 चौबीस
25 पच्चीस
30 तीस
40 चालीस
50 पचास
60 साठ
70 सत्तर
75 पचहत्तर
80 अस्सी
90 नब्बे
"""

_SCALES = """
2 सौ
3 हज़ार
5 लाख
6 मिलियन
7 करोड़
9 अरब बिलियन
11 खरब
12 ट्रिलियन
"""

_MONTHS = """
1 जनवरी
2 फ़रवरी
3 मार्च
4 अप्रैल अप्रेल एप्रिल
5 मई
6 जून
7 जुलाई
8 अगस्त
9 सितंबर सेप्टेंबर
10 अक्टूबर अक्तूबर अक्टुबर
11 नवंबर
12 दिसंबर
"""

_MARKS = """
dollar डॉलर* डालर*
euro यूरो
pound पाउंड* पौंड*
rupee रुपय* रुपए रुपै* रूपय* रूपए रु
rouble रूबल* रुबल*
yen येन
yuan युआन*
percent प्रतिशत* फ़ीसद* परसेंट* पर्सेंट*
"""
