"""Hindi forms of a rendering: direct and oblique, singular and plural."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

# A word in Devanagari that does not end in a halant, as abbreviations may.
_WORD = re.compile("[\u0900-\u0963]*[\u0900-\u094c\u094e-\u0963]")
# Plurals are spelt as the press spells them, with anusvara (पनडुब्बियां); comparison takes ँ and ं for one.
_CONSONANT = re.compile("[\u0915-\u0939]\u093c?$")


PLURALS = ("ों", "ें", "ां", "एं")
"""Endings of forms that are plural only."""
POSTPOSITIONS = frozenset(
    ["में", "से", "को", "का", "के", "की", "ने", "पर", "तक", "द्वारा", "सहित", "वाले", "वाली", "वाला"]
)
"""Words before which a noun is oblique."""


class Reading(NamedTuple):
    """What a form may be."""

    plural: bool
    oblique: bool


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# Adjectives in -ā that decline; साझा does not and is not here.
_ADJECTIVES = frozenset(
    _words(
        "कच्चा पक्का "
        "बड़ा छोटा नया पुराना लंबा ऊंचा ऊँचा गहरा चौड़ा पहला दूसरा तीसरा चौथा अगला पिछला निचला अकेला अच्छा बुरा खुला "
        "कड़ा पूरा आधा दोहरा तिहरा सीधा हल्का ठंडा काला नीला हरा पीला का वाला"
    )
)
# A word in -ā is masculine and declines (समझौता, समझौते) unless it ends like these, mostly Sanskrit feminines.
_FEMININE_AA = _words(
    "ता क्षा त्रा णा षा शा था िका क्रिया र्चा ीमा स्या ध्या द्या त्या ज्ञा भा द्रा परंपरा धारा सेवा हवा महिला शृंखला "
    "श्रृंखला शाला कला हिंसा सेना योजना सूचना घटना रचना संभावना भावना स्थापना आलोचना सराहना चेतना सुविधा बाधा "
    "श्रद्धा संख्या हत्या सजा दवा नौका शाखा रेखा"
)
_MASCULINE_AA = _words("ौता स्ता भत्ता कुत्ता पत्ता जूता फीता खाता नाता मोर्चा पर्चा खर्चा बीमा नक्शा नशा चौथा")
# Agents stand but for the oblique plural: प्रवक्ता, विजेता.
_AGENT = _words("क्ता ेता दाता निर्माता पिता")
# Men by trade and office have no plural of their own in the direct case: मंत्री, मंत्रियों.
_MASCULINE_II = _words(
    "कर्मी बंदी कैदी विद्रोही शास्त्री "
    "मंत्री योगी कारी चारी भारी धारी वादी ार्थी वासी ापारी यात्री स्वामी आदमी खिलाड़ी साथी प्रहरी सेनानी पानी "
    "पति प्रतिनिधि भाई सिपाही"
)
# Loans in -ā that stand, and nouns of mass and action that have no plural.
_INVARIABLE = _words(
    "मीडिया इंडिया एशिया डेटा अमेरिका स्टाफ विकास उत्पादन सहयोग हस्तांतरण निर्माण अनुसंधान प्रशिक्षण समर्थन वाद"
)
# A noun ending in a consonant is masculine in most cases; these have a direct plural in -ें.
_FEMININE = frozenset(
    _words(
        "मिसाइल सरकार बैठक राइफल तोप बंदूक खेप टीम ट्रेन पहल सड़क रिपोर्ट फौज तकनीक ब्रिगेड यूनिट नाव सुरंग कार बस मशीन "
        "पाइपलाइन उड़ान कमान परेड बात जांच रेजिमेंट बटालियन झड़प लहर खबर तस्वीर सीट किस्त चाल इमारत अदालत संसद गश्त "
        "खुराक फसल दुकान हड़ताल नर्स खदान"
    )
)


def _aa_final(word: str) -> tuple[str, ...]:
    stem = word[:-1]
    if word.endswith(_AGENT):
        return (word + "ओं",)
    if word.endswith("िया") and not word.endswith("क्रिया"):
        return stem + "ां", stem + "ों"
    if word.endswith(_FEMININE_AA) and not word.endswith(_MASCULINE_AA):
        return word + "एं", word + "ओं"
    return stem + "े", stem + "ों"


def _ii_final(word: str) -> tuple[str, ...]:
    """Words in -ी, -ि and -ई, whose vowel is short in the plural: इकाई, इकाइयां."""
    stem = word[:-1] + ("इय" if word.endswith("ई") else "िय")
    return (stem + "ों",) if word.endswith(_MASCULINE_II) else (stem + "ां", stem + "ों")


def _plural_filed(word: str) -> tuple[str, ...]:
    """The oblique of a term that is filed in the plural."""
    for ending, oblique in (("ियाँ", "ियों"), ("ियां", "ियों"), ("ाएँ", "ाओं"), ("ाएं", "ाओं"), ("ें", "ों"), ("े", "ों")):
        if word.endswith(ending):
            return (word.removesuffix(ending) + oblique,)
    return ()


def _noun(word: str, *, feminine: bool) -> tuple[str, ...]:
    """The other forms of one noun: oblique singular, direct plural, oblique plural, where they differ."""
    if word.endswith(_INVARIABLE):
        return ()
    if word.endswith("ा"):
        return _aa_final(word)
    if word.endswith(("ी", "ि", "ई")):
        return _ii_final(word)
    if word.endswith(("ु", "ू")):
        return (word[:-1] + "ुओं",)
    if _CONSONANT.search(word):
        return (word + "ें", word + "ों") if feminine or word in _FEMININE else (word + "ों",)
    return _plural_filed(word)


def _oblique_adjective(word: str) -> str:
    """बड़ा → बड़े, पाँचवाँ → पाँचवें, का → के; any other word stands."""
    if word in _ADJECTIVES and word.endswith("ा"):
        return word[:-1] + "े"
    if word.endswith(("वाँ", "वां")):
        return word[:-2] + "ें"
    return word


def forms(rendering: str, *, proper: bool = False) -> tuple[str, ...]:
    """Direct and oblique forms in both numbers; empty for names and where the last word does not decline.

    Hindi puts the head last. Gender is read off its ending, the genitive (का, की) before it and a list.
    """
    words = rendering.split(" ")
    head = words[-1]
    last = head.rpartition("-")[2]
    if proper or not _WORD.fullmatch(last) or any(char.isdigit() for char in head):
        return ()
    feminine = len(words) > 2 and words[-2] == "की"
    before = words[:-1]
    # Only what stands nearest the head agrees with it; an earlier genitive belongs to an earlier noun.
    agreeing = [*before[:-2], *(_oblique_adjective(word) for word in before[-2:])]
    others = _noun(head, feminine=feminine)
    # A noun whose oblique singular differs (समझौता, समझौते) is not itself oblique.
    direct_only = head.endswith("ा") and bool(others) and others[0].endswith("े")
    oblique = others if direct_only else (head, *others)
    inflected = [" ".join([*agreeing, form]) for form in oblique]
    return tuple(dict.fromkeys(form for form in inflected if form != rendering))


def readings(form: str, others: Sequence[str]) -> tuple[Reading, ...]:
    """What a form may be, told by its ending and by the other forms there are."""
    ends = tuple(other.rpartition(" ")[2] for other in others)
    if form.endswith("ों"):
        return (Reading(plural=True, oblique=True),)
    if form.endswith(PLURALS):
        return (Reading(plural=True, oblique=False),)
    if form.endswith("े") and any(end.endswith("ा") for end in ends):
        return Reading(plural=False, oblique=True), Reading(plural=True, oblique=False)
    if form.endswith("ा") and any(end.endswith("े") for end in ends):
        return (Reading(plural=False, oblique=False),)
    singular = Reading(plural=False, oblique=False), Reading(plural=False, oblique=True)
    # जहाज: what has no direct plural of its own is plural too.
    own = any(end.endswith(PLURALS) and not end.endswith("ों") for end in ends)
    return singular if own else (*singular, Reading(plural=True, oblique=False))
