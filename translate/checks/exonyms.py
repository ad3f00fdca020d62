"""Names that a language has of its own, not by sound: Germany, Beijing, the Mediterranean, Venus, Christ."""

from __future__ import annotations

from functools import lru_cache

import regex

from translate.inflect import fold
from translate.locales import LocaleInfo, place_names

# English names: beginnings of Russian words: beginnings of Hindi words.
_TABLE = """
america americas usa: америк американ сша штат: अमेरिक यूएस संयुक्त
states: штат сша америк: राज्य अमेरिक स्टेट
britain british briton britons england english: британ англи великобрит королевств: ब्रिट इंग्लैंड इंग्लिश अंग्रेज यूके
kingdom: королевств великобрит британ: किंगडम ब्रिट यूके
wales welsh: уэльс валли: वेल्स
scotland scottish scot scots: шотланд: स्कॉट
ireland irish: ирланд: आयर आइरिश
germany german germans: герман немец фрг: जर्मन
france french: франц: फ्रांस फ्रेंच फ्रांसीस
spain spanish spaniard spaniards: испан: स्पेन स्पैन स्पेनिश
portugal portuguese: португал: पुर्तगाल
greece greek greeks: грец греч: ग्रीस यूनान ग्रीक
italy: итал: इटली इताल
switzerland swiss: швейцар: स्विट्ज स्विस
austria: австр: ऑस्ट्रिया
hungary hungarian: венгр венгер: हंगरी
poland polish: польш польс поляк: पोलैंड पोलिश
denmark danish dane danes: дани датск датч: डेनमार्क डेनिश
sweden swedish swede swedes: швед швец: स्वीडन स्वीडिश
norway norwegian norse: норве: नॉर्व
finland finnish finn finns: финлян финск финн: फिन
netherlands holland dutch: нидерланд голланд: नीदरलैंड नेदर हॉलैंड डच
belgium belgian: бельг: बेल्जि
czechia czech czechs czechoslovakia: чех: चेक
turkey turkiye turk turks turkish: турц турец: तुर्क
cyprus: кипр: साइप्रस
egypt egyptian egyptians: егип: मिस्र इजिप्ट
ethiopia: эфиоп: इथियोप
morocco: марок: मोरक्क
africa: африк юар: अफ्रीक अफ्रिक
algeria: алжир: अल्जीर
libya: ливи: लीबिया
syria: сири: सीरिया
iraq iraqi iraqis: ирак: इराक
israel israeli israelis: изра: इस्राइल इजराइल इसराइल
palestine palestinians: палестин: फिलिस्तीन फलस्तीन
jordan: иордан джордан: जॉर्डन जार्डन
lebanon: ливан: लेबनान लेबनॉन
arabia arab arabs arabic saudi saudis: арави арав саудов: अरब सऊदी
emirates: эмират оаэ: अमीरात यूएई
georgia: грузи джорджи: जॉर्जिया
armenia: армян армен: आर्मेनिया अर्मेनिया
ukraine: украин: यूक्रेन उक्रेन
crimea: крым: क्रीमिया
russia: росси росс рус рф: रूस रशिया
moscow: моск: मॉस्को मास्को
petersburg: петербург: पीटर्सबर्ग
china chinese: кита кнр: चीन चाइन
beijing peking: пекин: बीजिंग पेइचिंग
hong: гонконг: हांग हॉन्ग हॉंग
kong: гонконг: कांग कॉन्ग कॉंग
tibet: тибет: तिब्बत
macau macao: макао аомын: मकाऊ
japan japanese: япон: जापान
korea koreans: коре кндр: कोरिया
india indians indies indo: инди индо инд: भारत हिंद इंडिया इंडीज इंडो
delhi: дели: दिल्ली
hindustan: хиндустан индост: हिंद
bharat: бхарат: भारत
kolkata calcutta: калькут колкат: कोलकाता कलकत्ता
mumbai bombay: мумба бомбе: मुंबई बंबई बॉम्बे
chennai madras: ченна мадрас: चेन्नई मद्रास
varanasi benares: варанас бенарес: वाराणसी बनारस
kerala: керал: केरल
ganges ganga: ганг: गंगा
indus: инд: सिंधु इंडस
himalaya himalayas himalayan: гимала: हिमालय
lanka ceylon: ланк цейлон: लंका
nadu: над: नाडु
bangladesh: бангладеш: बांग्लादेश
myanmar burma: мьянм бирм: म्यांमार बर्मा
kampuchea cambodia: кампуч камбодж: कंबोडिया कम्बोडिया
vietnam vietnamese: вьетнам: वियतनाम
philippines philippine filipino filipinos: филиппин: फिलीप
thailand thai thais: тай таи: थाई
brazil: бразил: ब्राजील
mexico: мекси мехик: मेक्सिक
cuba: куб: क्यूबा
jamaica: ямай: जमैका
chile: чил: चिली
argentina argentine: аргентин: अर्जेंटीना
ecuador: эквадор: इक्वाडोर
guinea: гвине: गिनी
zealand: зеланд: जीलैंड न्यूजीलैंड
australia: австрал: ऑस्ट्रेलिया
iceland: исланд: आइसलैंड
greenland: гренланд: ग्रीनलैंड
europe: евро: यूरो
asia: ази: एशिया
eurasia: еврази: यूरेशिया
antarctica antarctic: антаркт: अंटार्कटि
arctic: аркт: आर्कटिक
oceania: океани: ओशिनिया
atlantic: атланти: अटलांटिक
pacific: тих тихоокеан: प्रशांत पैसिफिक
mediterranean: средиземн: भूमध्य मेडिटेरेनियन
baltic: балт прибалт: बाल्टिक
caspian: касп: कैस्पियन
caribbean: кариб: कैरि कैरे केरे
aegean: эге: ईजियन एजियन
adriatic: адриат: एड्रियाटिक
balkans balkan: балкан: बाल्कन
alps: альп: आल्प्स
andes: анд: एंडीज
sahara: сахар: सहारा
nile: нил: नील
danube: дуна: डेन्यूब
rhine: рейн: राइन
thames: темз: टेम्स
suez: суэц: स्वेज सुएज
gibraltar: гибралтар: जिब्राल्टर
siberia siberian: сибир: साइबेरिया
caucasus: кавказ: काकेशस काकेशिया
bosphorus: босфор: बोस्फोरस
vienna: вен: वियना
rome roman romans: рим: रोम
venice: венец: वेनिस
florence: флорен: फ्लोरेंस
naples: неапол: नेपल्स
milan: милан: मिलान
turin: турин: ट्यूरिन
genoa: гену: जेनोआ
sicily: сицил: सिसिली
tuscany: тоскан: टस्कनी
munich: мюнхен: म्यूनिख
cologne: кёльн: कोलोन
bavaria: бавар: बवेरिया
saxony: саксон: सैक्सनी
prague: праг праж: प्राग
warsaw: варша: वारसॉ वारसा
brussels: брюссел: ब्रुसेल्स ब्रसेल्स
hague: гааг: हेग
geneva: женев: जिनेवा जेनेवा
paris: париж: पेरिस
normandy: норманд: नॉर्मंडी नॉरमैंडी
brittany: бретан: ब्रिटनी
corsica: корсик: कोर्सिका
catalonia: каталон: कैटेलोनिया
andalusia: андалус: अंडालूसिया
lisbon: лиссабон: लिस्बन
athens: афин: एथेंस
crete: крит: क्रीट
macedonia: македон: मैसेडोनिया मकदूनिया
constantinople: константинопол: कुस्तुंतुनिया कॉन्स्टेंटिनोपल
istanbul: стамбул: इस्तांबुल
cairo: каир: काहिरा कैरो
alexandria: александр: अलेक्जेंड्रिया सिकंदरिया
jerusalem: иерусалим: यरूशलम येरुशलम जेरूसलम
bethlehem: вифлеем: बेथलहम
nazareth: назарет: नाजरत
damascus: дамаск: दमिश्क
aleppo: алеппо халеб: अलेप्पो
babylon: вавилон: बेबीलोन
mecca: мекк: मक्का
medina: медин: मदीना
tehran: тегеран: तेहरान
baghdad: багдад: बगदाद
kabul: кабул: काबुल
yerevan: ереван: येरेवन
bucharest: бухарест: बुखारेस्ट
seville: севил: सेविल
copenhagen: копенгаген: कोपेनहेगन
havana: гаван: हवाना
quebec: квебек: क्यूबेक
earth: земл земн: पृथ्वी धरती
mars: марс: मंगल मार्स
venus: венер: शुक्र वीनस
mercury: меркур: बुध मर्करी
jupiter: юпитер: बृहस्पति जुपिटर
saturn: сатурн: शनि सैटर्न
neptune: нептун: वरुण नेपच्यून
uranus: уран: अरुण यूरेनस
milky: млечн: आकाशगंगा मंदाकिनी मिल्की
sun: солн: सूर्य सूरज
moon: лун: चंद्र चांद चाँद
caesar: цезар: सीजर कैसर
alexander: александр: सिकंदर अलेक्जेंडर
aristotle: аристотел: अरस्तू
plato: платон: अफलातून प्लेटो
socrates: сократ: सुकरात
archimedes: архимед: आर्किमिडीज
homer: гомер: होमर
hercules: геркулес геракл: हरक्यूलिस
odysseus ulysses: одисс улисс: ओडिसीयस यूलिसिस
moses: моис: मूसा मोजेज
abraham: авраам абрахам: अब्राहम इब्राहिम
david: давид дэвид: डेविड दाऊद
solomon: соломон: सोलोमन सुलेमान
isaac: исаак айзек: इसहाक आइजैक
jacob: яков иаков джейкоб: याकूब जैकब
joseph: иосиф джозеф жозеф: यूसुफ जोसेफ
john: джон иоанн ян: जॉन यूहन्ना
james: джеймс яков: जेम्स याकूब
paul: пол павел пав: पॉल पौलुस पोप
peter: петр питер пётр: पीटर पतरस
matthew: мэтью матф: मैथ्यू मत्ती
luke: лук люк: ल्यूक लूका
mary: мари мэри: मैरी मरियम
george: георг джордж жорж: जॉर्ज
charles: карл чарл шарл: चार्ल्स
charlemagne: карл: शारलेमेन शार्लमेन
henry: генр анри хенр: हेनरी
william: вильг уильям: विलियम
louis: людовик луи: लुई लुइ
stephen: стив стеф: स्टीफन स्टीव
elizabeth: елизав элизаб: एलिजाबेथ
catherine: екатерин катрин кэтрин: कैथरीन
muhammad mohammed mohammad: мухаммад мохаммед магомет мухаммед: मुहम्मद मोहम्मद
confucius: конфуц: कन्फ्यूशियस
genghis: чингис: चंगेज
ivan: иван: इवान
satan: сатан: शैतान
easter: пасх: ईस्टर
bronze: бронз: कांस्य
renaissance: возрожд ренессанс: पुनर्जागरण रेनेसां
kremlin: кремл: क्रेमलिन
duma: дум госдум: ड्यूमा
taliban: талибан: तालिबान
nazi nazis: нацис фашис: नाजी
houthi houthis: хусит: हूती हौथी
quad: четырехсторонн четырёхсторонн квад кваде: क्वाड चतुष्पक्षीय
sabha: сабх палат парламент: सभा लोकसभा राज्यसभा
lok: лок палат парламент: लोक
rajya: радж палат парламент: राज्य
sri: шри: श्री
jr: мл младш: जूनियर
sr: ст старш: सीनियर
inc: инк: इंक
pentagon: пентагон: पेंटागन
whitehall: уайтхолл: व्हाइटहॉल
bengal: бенгал: बंगाल
rajasthan: раджаст: राजस्थान
punjab: пенджаб панджаб: पंजाब
sindh: синд: सिंध
goa: го гоа: गोवा
nepal: непал: नेपाल
bhutan: бутан: भूटान
soviet soviets ussr: совет ссср: सोवियत यूएसएसआर
viking vikings: викинг: वाइकिंग
kurd kurds kurdish kurdistan: курд: कुर्द
kashmir kashmiri: кашмир: कश्मीर
persia persian persians: перси: फारस पर्शि
mongolia mongol mongols mongolian: монгол: मंगोल
afghanistan afghan afghans: афган: अफगान
slovakia slovak slovaks: слова: स्लोवाक
luxembourg: люксембург: लक्जमबर्ग लक्समबर्ग लग्जमबर्ग
onega: онег онеж: ओनेगा
ladoga: ладог ладож: लाडोगा
volga: волг волж: वोल्गा
romania: румын: रोमानिया
latvia: латв латыш: लातविया
lithuania: литв литов: लिथुआनिया
estonia: эстон: एस्टोनिया
slovenia: словен: स्लोवेनिया
croatia: хорват: क्रोएशिया
serbia: серб: सर्बिया
"""
_LEAST = 3
"""Letters of the shortest beginning taken from CLDR."""


_ENDINGS = ("s", "n", "an", "ns", "ans", "ian", "ians", "i", "is", "ese", "ish")
_RESTORED = ("", "a", "e", "o", "y", "on")


@lru_cache(maxsize=16384)
def beginnings(name: str, locale: LocaleInfo) -> tuple[str, ...]:
    """How words may begin that render a name, or a people's; empty where the locale has none of its own."""
    known = _all(locale.code, locale.language)
    low = name.lower()
    if low in known:
        return known[low]
    for ending in _ENDINGS:
        stem = low.removesuffix(ending)
        if stem != low and len(stem) > 2:
            for land in (stem + vowel for vowel in _RESTORED):
                if land in known:
                    return known[land]
    return ()


def _own(language: str) -> dict[str, tuple[str, ...]]:
    column = {"ru": 1, "hi": 2}.get(language)
    found: dict[str, tuple[str, ...]] = {}
    if column is not None:
        for line in _TABLE.strip().splitlines():
            cells = line.split(":")
            stems = tuple(fold(stem, language) for stem in cells[column].split())
            found |= dict.fromkeys(cells[0].split(), stems)
    return found


@lru_cache(maxsize=8)
def _all(code: str, language: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for english, rendering in place_names(code):
        if english.isalpha() and len(english) >= _LEAST:
            stems = tuple(_beginning(fold(word, language), language) for word in _words(rendering))
            found[english.lower()] = (*found.get(english.lower(), ()), *stems)
    return found | _own(language)


def _words(text: str) -> list[str]:
    return [word for word in regex.findall(r"[\p{L}\p{M}]+", text) if len(word) >= _LEAST]


def _beginning(word: str, language: str) -> str:
    """A word without what its cases and adjectives change."""
    if language == "ru":
        return word[: max(_LEAST, len(word) - 2)] if len(word) > 4 else word[:_LEAST]
    return regex.sub(r"[ािीेोई]$", "", word) if len(word) > 3 else word
