"""English words whose capital makes no name: of titles, offices, institutions, days; peoples, first names."""

from __future__ import annotations

from functools import lru_cache

import regex

# What stands with a capital in The Hague Tribunal or the Northern Fleet and is translated, not spelled.
_ORDINARY = """
about above academy acceptance accident accord according account accounts achievement act acting action
actions active activities actor actress actual ad adjutant administration administrative administrator
admiral admirals admiralty adopt advance advanced adventure adviser advisor advisory advocate aerospace
affairs after again against age agencies agency agenda agents agreement agreements agricultural agriculture
aid aide aids air airborne aircraft airline airlines airmen airport airports airshow airways album alcohol
alert all alliance allied allies along alpha also alternative although ambassador ambassadors amendment amid
amidst among amphibious an analyses analyst analytics ancestors ancient and angel animal animals annual
another anthem anti antiquities any apocalypse apostle appeal appeals apple application approach apr april
aquarium aqueduct arch archaeological archaeology archaic archbishop archdiocese archipelago archive
archives area arena arm armed armistice armour armoured arms army art article artificial artillery artist
arts as assault assembly assessment asset assets assistance assistant associate associated association
associations astronomy at athletic athletics atlas atomic attack attorney auction audio audit auditor aug
august aunt author authority automatic autonomous autumn avatar avenue aviation award awards awareness axis
ayatollah baby bachelor back bail bailiff ball ballet ballistic band bank banking bankruptcy banks bar
barracks base baseball basic basilica basin basketball bath battalion battery battle bay beach bear beauty
because bed bell belly beloved below belt bench benefits best beta better between beyond bible biblical big
bill bin biology biomedical bird birth bishop bit black block blog blood bloody blue bluetooth bluff board
boat body bomb bomber bond book booking books border both bottle bottom boulevard boundary bowl box boxing
boy boys brain branch brave bravery bread break breeder bridge brigade brigadier bright brilliant
broadcasting broken bronze brother brotherhood brothers brown buddha buddhism buddhist buddhists budget
buffalo bug building buildings bull burden bureau bus business but butterfly buy buyer by cabin cabinet
cable cadet cafe cage calendar call cameras camp campaign campus can canal cancer candidate canyon cap
capacity cape capital capitals capitol captain car card cardiac cardinal cards care career cargo carnival
carrier carriers cars case cash castle cat catalogue category catering cathedral catholic catholicism
catholics cave cease ceasefire celebrity cell cemetery census center centers central centre centres century
certificate certified chain chair chairman chairperson chairwoman challenge chamber champion champions
championship championships chance chancellor change channel chapel chapter charge charity chart charter
check chemical chemicals chemistry chess chest chief chiefs child children chipmaker choice choir chosen
christ christian christianity christians christmas church churches cinema circle circuit circus citizen
citizens city civic civics civil civilian civilization class classes classic classical classics clause clay
clean clear clerk cliff cliffs climate clinic clinical clinics clock clothing cloud club clubs coach coal
coalition coast coastal code coffee cold colleague collection collective college colleges colonel colonial
colonies colony color colosseum colour column combat combined come comedy comic command commandant commander
commanding commandments commando commencement commerce commercial commission commissioner commissioners
committee commodore common commons commonwealth communication communications communist communists
communities community compact companies company compassion competition complaint complex compound
comprehensive comptroller computer computing concentrates concert conclave concrete condition conduct
confederate confederation conference confidence congress congressional congressman conquest conservation
conservative conservatives consortium constable constabulary constellation constitution constitutional
construction consul consulate consumer contact container continental contingent contract contractor control
controller convention cook cooperation coordination coordinator copper copy core corn corner corona
coronavirus corporate corporation corps correctional correspondent corridor corruption cosmodrome cosmonaut
cotton council councillor councils counsel count counter countering counterterrorism countries country
county court courts cousin cover covid cows craft crater creation credit creek crescent cricket crime
criminal crisis critical crops cross crown crude cruelty cruise cruiser crusade crusades crystal cultural
culture cup currency current curriculum curse customs cyber cycle cyclone dad daggers daily dam dame dance
dark data database date daughter dawn day days dead deal dean death debate debt dec decade december deck
declaration declared decree deep deer defence defender defenders defense deficit definitive degree delegate
delegation deliberative delta democracy democrat democratic democrats department departments depot deputies
deputy desert design desk despite destroyer deterrence deterrent developing development device dialog
dialogue diamond dictionary digital diocese diplomacy diplomatic diplomats direct direction director
directorate directors directory disability disabled disarmament disaster discovery disease disk disorder
distinguished district districts disturbance dive division divisional divisions diwali dock doctor doctors
doctrine dog dogs doll dollar dollars dome domestic don door double down downtown dragon drama dream drill
drink drive driver drug drugs dry duchess duchy duke dumb during dutch duty dynamics dynasty each eagle earl
early earth earthquake east easter eastern easy ebola ecclesiastical eclipse ecology economic economics
economies economist economy ecumenical edition editor education educational effect effort eid eight eighth
either elder election elections electoral electric electricity electronic electronics element elephant
elevated eleven eleventh elite embargo embassy emergencies emergency eminence emir emirate emirates
emotional emperor empire employee employment empress enclave end energy enforcement engine engineer
engineering engineers english enigma enlightenment enrichment enterprise enterprises entertainment
environment environmental envoy epic episcopal equal equality equator equatorial equipment era error escape
espionage essay establishment estate estates evangelical eve even evening event events ever every evil
evolution examination examiner exarchate excellence exchange excise executive exercise exhibition expedition
experience experimental expert export express expressway extended extension external extraordinary eye face
facility factory fair fairy faith falcon fall falls fame family famous far farm farmer farmers fashion fast
faster father fault feasibility feast feb february federal federation feed fellow fellowship female ferry
festival few field fifth fifty fighter fighters fighting figure figures file film final finals finance
financial fine fines fire firearms firefighters firing first fiscal fish fisher fisheries fishing five fjord
flag flash flat fleet fleets flight floor flower flyer flying fog folk following food football for force
forces foreign forensic forest forests fork form formation former formula fort fortress forum forward fossil
foundation founding four fourth fox frame framework frank fray free freedom freight frequent fresh fri
friday friend friends friendship frigate frigates frog from front frontier fruit fuel full fund funds fusion
future galactic galaxy gallery game games gamma gang garden gardens garrison gas gate gateway gathering
gazette gender general generals generation genetic genocide geographic geographical geography geological
geology geophysical ghost giant gift girl girls glacier glass global globe glory go goal goals god goddess
gods gold golden golf good goods gospel gospels government governmental governments governor governors grace
grade graduate grain grammar grand grant gravity gray great greater green greens grey grid gross ground
group groups guard guardian guards guerrilla guest guide guidelines guild guitar gulf gun gunboat guns
gymnastics hajj half hall hammer hand harbor harbour hard harvest hat hawk hazard he head headquarters heads
health healthcare heart heaven heavy helicopter helicopters hell help hemisphere hence her herald here
heritage hero heroes hidden high higher highest highland highlands highness highway hill hills hindu
hinduism hindus his historic historical history hockey hold holding holiday hollow holy home homeland honor
honorary honour hope horn horse horticultural hospital hospitals host hostage hot hotel hotels hour house
houses housing how however human humanitarian humanities hundred hunter hurricane husband hussars hybrid
hygiene i ice icebreaker icon idea ideas if image imam immigration immortal impact imperial import in
incident income incorporated independence independent index indigenous indoor industrial industries industry
infantry information infrastructure initiative inland inn inner innocent innovation inquiry insider
inspection inspector installation instant institute institutes institution instrument insurance integrated
intelligence interceptor interest interface intergovernmental interim interior internal international
internet interpretation interstate intervention into invasion invention inventor investigation
investigations investigative investigator investment investments investor investors ionosphere iron islam
islamic islamist island islands isle isles issue it its jan janitor january jesus jet jew jewish jews job
joint journal joy judaism judge judges judicial judiciary juice jul july jun june jungle junior jurassic
jurisdiction just justice juvenile kangaroo keeper kernel key khan kid kids kilo kilometre kindergarten king
kingdom kings kiss kitchen knight knights know knowledge koran labor laboratories laboratory labour lady
lake lakes lance land lands lane language languages large laser last late launch launcher laureate law lawn
laws lawyer lawyers leader leaders leadership league learning leasing least left legal legend legion
legislation legislative legislature lending level lever liaison liberal liberals liberation liberties
liberty library licence license licensing lieutenant life lift light lighthouse lightning like limited line
lines linking lion list literary literature little live liver living loan local locomotive lodge logic
logistic logistics long lord lords loss lost lot lounge love low lower lunar machine madam madame mafia
magazine magic magistrate magna mail main maintenance majesty major majority make male mammal man management
manager managers managing mandarin mandate manpower manual manufacturers manufacturing many map mar marathon
marble march marina marine marines maritime mark market marketing markets marquis marriage marsh marshal
martial martyr mass master masters match material mathematics matter mausoleum may mayor mayoral me meadow
meal meanwhile measures mechanical medal medallion media medical medicine medieval medium meet meeting
melody member members memorandum memorial memory men mental merchant mercury merit message messenger metal
meteorological meteorology metres metro metropolis metropolitan mid middle midwest might migrant migration
mile military militia mill millennium mine mineral mines mini minimum mining minister ministerial ministers
ministries ministry minor minority mint minute miracle miss missile missiles mission missions mister mixed
mobile mobility mobilization model modern modernisation modernization moment mon monarch monarchy monastery
monday monetary money monitor monitoring monk monsieur monsignor monsoon monster month monument moon moot
moral more moreover morning mosque most mother motion motor mount mountain mountains mouth move movement mr
mrs ms much multinational municipal municipality munitions muscle museum museums music musical muslim
muslims must mutual my mystery myth mythology naked narrow nation national nationalist nationality nationals
nations native natural nature naval navigation navy near necessary necessity neck needle negotiations
neighbourhood neither nervous nest network networks neutral never new news newspaper next night nightmare
nine no nobility noble node nomad non nonproliferation nor north northeast northeastern northern northwest
northwestern not note notice nov nova novel november now nuclear number nurse nursery nursing nutrition oak
oasis oath obelisk observatory observer occupation ocean oceans oct october of off offensive office officer
officers offices official officials oil old olympic olympics ombudsman omega omicron on once one online only
open opening opera operation operational operations opposition optical or orange orbit orbital orchestra
order orders ordinance ordnance organisation organisations organised organization organizations oriental
origin original orphanage orthodox other others our out outbreak outdoor outer outlook outreach outstanding
over overall overhaul overseas oversight own owner oxide oxygen pact page painting pair palace pandemic
panel papal paper parade paradise parallel paralympic paralympics paramount parcel parish park parking parks
parliament parliamentary part particle partner partners partnership party pass passage passport past pastor
patent path patient patriarch patriarchate patriot patriotic patrol pavilion pay payments peace peacekeeping
peak pearl pediatric penal penguin peninsula penitentiary penny pension people peoples per perhaps permanent
personal personnel petition petroleum phantom pharaoh pharmacy phase philharmonic philosophy phoenix photo
physical physics piano pier pilgrimage pilot pine pioneer pipeline pirates pit place plague plain plains
plan plane planet planned planning plans plant plants plastic plateau platform play player players plaza
plenary poem poet poetry point poison polar pole police policemen policies policy political politics
pollution polytechnic pond pool poor pope popular population porch port portal portrait ports position
possible post postal postgraduate poverty power powers prayer prefecture preliminary premier premium
presidency president presidential presidents press prevention preview price priest prima primary prime
prince princes princess principal principality prior priorities priority prison prisoner privacy private
privileged privy prix prize prizes probe problem problems procedure process procurement producer product
production products professional professor program programme programmes project projects proliferation
promise property prophet propulsion prosecution prosecutor prosecutors prosperity protected protection
protector protestant protocol provident province provinces provincial provisional proxy psychiatric
psychological psychology public publication publications published publishing pulse pump pure purple pyramid
pyramids quality quantum quarantine quarter quarterly queen quest question quick quran rabbi rabbit race
racing radar radiation radio rafale raid raider rail railroad rails railway railways rain rainbow rainforest
raja ram ramadan ranch range ranger rangers rank rapid rate rating raven reactor read readiness real reality
rear reason rebel rebellion rebels reciprocal reconciliation reconnaissance record records recovery
recreation recruitment red reed reef reference referendum refinery reform reformation refugee refugees
regent regime regiment region regional register registrar registry regulation regulations regulator
regulatory reign relations relay release relief religion religious remembrance remount renaissance renewable
repair replica report reporter reporting reports representative representatives reproductive republic
republican republicans republics requirement rescue research reserve reserves resident resilience resistance
resolution resort resource resources response restaurant restoration retail retreat return revenge revenue
reverend review revised revival revolution revolutionary reward rice richest ridge rifle rifles rift right
rights rim ring riot river rivers road roadmap roads rock rocket rocketry rocky role rolling roman rose
rotary round roundtable route royal ruby rugby rule rules running rural rush sabbath sacred sad safety sail
sailing saint saints sale salt salvation same sample samurai sanctions sanctuary sand sanitation sat
satellite saturday savings say scale school schools science sciences scientific scientist scotch scout
scouts screen sculpture sea seal seaport search seas season seat second secondary secret secretariat
secretaries secretary secrets sector secure security sedan see select self semi seminar seminary senate
senator senators send senior sentinel sep separate sept september sergeant serial series serious serum
service services session settlement settlements seven seventh seventy several sex shadow shallow
shareholders shark she sheep sheikh shelf shell shelter sheriff shield ship shipbuilding shipping ships
shipyard shop shopping shore short shot show shower shrimp shrine shuttle side siege sigma sign signals sikh
sikhs silence silent silk silver simple since single sir sister site six sixth skating ski skiing skill skin
sky slam slave slavery sleep small smart smoke smoking snake snow so soap soccer social socialist socialists
society soft software soil solar soldier soldiers solid solidarity solo solution some son song sonic soul
sound source south southeast southeastern southern southwest southwestern sovereign soviet soviets space
speaker special specialist species speed spider spill spills spirit spokesman spokesperson spokeswoman sport
sporting sports spot spring springs squad squadron squadrons square stability stable stadium staff stage
stainless stamp standard standards standing star stars start state statehood statement states station
statistical statistics statue status stay steam steel stellar stem step still stock stockpile stone storage
store stories storm story straight strait straits strand stranger strategic strategy stream street streets
strength strike string strong structure student students studies studio studios study sub subcommittee
submarine submarines subsidiary success succession such suicide suite sultan sultanate summer summit sun
sunday sunset super superintendent superior supervision supplies supply support supreme surface surgeon
surgery surplus surveillance survey survival survivors sustainable sustainment sustenance swamp swan swift
swimming sword symphony symposium syndrome synod system systems table tactical tale talent talk tall tank
tanks target task taskforce tax taxation tea teacher teachers team teams tech technical technological
technologies technology telecom telecommunications telegram telegraph telephone telescope television temple
temples ten tender tennis tenth term terminal terminals terrace territorial territories territory terrorism
terrorist test testament testing text textile than that the theater theatre their then theology theoretical
theory there therefore these they thing third thirty this those though thousand three throne through
throughout thu thunder thursday thus ticket tiger time times tin tissue titanium title to tobacco today
together tomb tomorrow tool top torah torpedo tortoise total touch tour tourism tourist tournament toward
towards tower towers town towns toxic toy track trade trading tradition traditional traffic tragedy trail
train training tranche trans transfer transit transition transmission transport transportation travel
traveler treasure treasurer treasury treatment treaty tree trench trend trial triangle tribal tribe tribes
tribunal tribute trick trinity triple troop troops trophy tropical truck true trust truth tsunami tube tue
tuesday tunnel turbine turn turtle twelve twenty twin two type typhoon ultimate ultra uncle under undercover
underground undersecretary undertaking unified uniform union unit united units unity universal universe
universities university unknown unlawful unless unlike until up upgrade upon upper uranium urban us use user
utilities vaccination vaccine valley value vampire van vanguard vatican vault vegetable vehicle vehicles
venture venue verse very vessel veteran veterans veterinary via vibrant vice victim victims victory video
view vigil vigilance village villages vintage violence violent virgin virtual virus vision visit visual
vital vocational voice volcano volume volunteer volunteers vote voyage vulture wagon walk wall walls war
ward warehouse warfare warning warrior warriors wars warship warships was wash washing waste watch water
waterfall waters wave way ways we wealth weapon weaponry weapons weather web website wed wedding wednesday
week weekend weekly weight welfare well west western westernmost whale what wheat wheel when whenever where
whereas wherever whether which while whirling whistle white who whole wholesale wide widow wife wifi wild
wilderness wildlife will wind window windows wine wing wings winner winter wireless wisdom wise witch with
within without witness wolf woman women wonder wood woods word words work worker workers workforce working
works workshop world worldwide worst worth wound wrestling writer yacht yard yards year years yellow yes
yesterday yet yoga you young youngest your youth zero zone zones zoo
"""
_PEOPLES = """
aboriginal afghan afghans african africans algerian american americans americas arab arabic arabs argentine
argentines asian asians azeri aztec bahraini basque bengali bengalis british byzantine catalan celtic
chilean chinese cossack cossacks creole croat cuban cypriot czech czechs danes danish dutch egyptian emirati
english eskimo european europeans fijian filipino filipinos finn finnish finns french german germanic
germans gothic greek greeks gujarati hebrew hellenic hindi hispanic icelandic inca incas indian inuit iraqi
iraqis irish israeli israelis italian jamaican japanese javanese kashmiri kazakh korean kurd kurdish kurds
kuwaiti kyrgyz latin latino latinos malay maori maya mayan mexican mexicans mongol mongolian mongols
moroccan mughal nepali nordic norse norwegian omani ottoman pakistani pakistanis pashtun persian pole poles
polish portuguese punjabi qatari qing roman romans russian sanskrit saudi saxon saxons scot scots scottish
serb serbian serbs slav slavic slovak slovaks somali spaniard spanish swede swedes swedish swiss tajik tamil
tatar telugu thai thais tibetan tudor turk turkic turkish turkmen turks urdu uyghur uzbek venezuelan
venezuelans victorian viking vikings welsh yemeni yiddish zealander zulu
"""
_CALENDAR = """
monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
september october november december
"""
# First names: an ordinary word after one of them is a surname, as in Howard Carter.
_GIVEN = """
adam alan albert alex alexander alexandra alfred alice amy andrea andrew andy angela ann anna anne anthony
arthur barbara ben benjamin bernard bernie betty bill billy bob boris brian bruce carl carol caroline
catherine charles charlie chris christina christine christopher claire craig dan daniel dave david dean
deborah dennis diana diane dick don donald dorothy doug douglas ed edward elizabeth ellen emily emma eric
ernest ethan eva fiona frances francis frank fred frederick gary gavin gene geoffrey george gerald gordon
graham greg gregory harold harry heather helen henry howard hugh ian isaac jack jacob james jamie jane janet
jason jean jeff jeffrey jennifer jeremy jerry jesse jessica jim jimmy joan joe john johnny jon jonathan
joseph joshua joyce judith julia julie karen kate katherine kathy keith kelly ken kenneth kevin kim larry
laura lauren lawrence lee leonard lewis liam linda lisa louis louise lucy luke marc margaret maria marie
martin mary matt matthew max megan melissa michael michelle mike nancy natalie nathan neil nicholas nick
nicole nigel oliver olivia oscar pamela patricia patrick paul peter phil philip rachel ralph raymond rebecca
richard rick rob robert robin roger ronald ross roy russell ruth ryan sally sam samantha samuel sandra sara
sarah scott sean sharon shirley simon sophie stephen steve steven stuart sue susan sylvia ted teresa terry
theresa thomas tim timothy todd tom tommy tony tracy tyler vanessa victoria vincent virginia walter wayne
wendy william
"""
_SUFFIXED = regex.compile(
    r"(?:tions?|ments?|ships?|ness|ology|ological|isms?|ists?|onal|ables?|less|hood|[^v]ics?|aries|ances|ences"
    r"|ities|ors)$"
)
_KNOWN = _ORDINARY + _CALENDAR
_PEOPLE = regex.compile(r"\p{L}{3}(?:ians?|ese|eans?)$")
_TITLED = regex.compile(
    r"(?<![\p{L}\p{M}])(?:\p{Lu}|Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Capt|Cmdr|Adm|Brig|Sgt|Sen|Rep|Gov|Rev|Hon"
    r"|St|Smt)\.\s*$"
)
_LONGEST = 8
"""Code points of the longest of them with its full stop, a blank and the one before."""


@lru_cache(maxsize=8)
def _words(table: str) -> frozenset[str]:
    return frozenset(table.split())


def is_ordinary(word: str) -> bool:
    """Whether a capitalised word is likely translated by its meaning: Ministry, Northern, Monday."""
    low = word.lower()
    return low in _words(_KNOWN) or (len(low) > 4 and _SUFFIXED.search(low) is not None)


def is_people(word: str) -> bool:
    """Whether a capitalised word is likely a people's or language's: Russian, Greek, Vietnamese."""
    low = word.lower()
    return low in _words(_PEOPLES) or _PEOPLE.search(low) is not None


def is_given(word: str) -> bool:
    """Whether a word is an English first name."""
    return word.lower() in _words(_GIVEN)


def is_titled(text: str, at: int) -> bool:
    """Whether an initial or a short title, whose full stop ends no sentence, stands before a place."""
    return _TITLED.search(text, max(0, at - _LONGEST), at) is not None
