"""The word lists of the text room, written out by hand and kept in one place; each says what it is for.

All entries are case-folded and without their full stops at the end.
"""

from __future__ import annotations


def word_set(listed: str) -> frozenset[str]:
    """Return the words of a string, so that a list reads like text."""
    return frozenset(listed.split())


STOPWORDS = word_set(
    "a about above after again against all also am an and any are as at be because been before being below between "
    "both but by can can't cannot could couldn't did didn't do does doesn't doing don't down during each few for from "
    "further had hadn't has hasn't have haven't having he her here hers herself him himself his how i i'm i've if in "
    "into is isn't it its itself just let me more most my myself no nor not now of off on once only or other our ours "
    "ourselves out over own same shall she should shouldn't so some such than that the their theirs them themselves "
    "then there these they they're this those through to too under until up upon very was wasn't we we're were "
    "weren't what when where which while who whom whose why will with won't would wouldn't you you're your yours "
    "yourself yourselves"
)
"""Function words: they carry no topic, so keyword search passes over them."""

LEADING_ABBREVIATIONS = word_set(
    "mr mrs ms mx dr prof sen sens rep reps gov govs gen col lt cmdr capt sgt maj adm rev hon pres supt det insp st "
    "ft mt messrs mme mlle vs v cf e.g i.e eg ie approx ca viz fig figs eq sec ch art vol nos pp p fr br"
)
"""Abbreviations that stand before what they belong to: they never end a sentence."""

EITHER_ABBREVIATIONS = word_set(
    "inc corp co ltd llc plc bros jr sr esq etc al dept univ assn assoc est no ave blvd rd a.m p.m am pm ph.d m.d ala "
    "ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa tenn tex "
    "va vt wash wis wyo jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun "
    "bn mn tn min hr hrs ed eds trans op int'l nat'l gov't"
)
"""Abbreviations that may end a sentence: they do when a word of `SENTENCE_STARTERS` follows."""

SENTENCE_STARTERS = word_set(
    "a after all also although an and another any as asked at because before both but by critics despite during each "
    "even every few for from he her here his how however i if in instead it its last later many meanwhile more most "
    "my neither nobody none nor not now officials on once one only or other our people perhaps she since so some "
    "still such than that the their then there these they this those though to today two unless until we what when "
    "whether which while who why with without yesterday yet you your"
)
"""Words that, capitalised after an abbreviation, open a sentence far more often than they continue a name."""

TITLE_WORDS = word_set(
    "president vice-president vice premier minister secretary senator sen representative rep governor gov chairman "
    "chairwoman chair ceo cfo chief mr mrs ms mx dr prof professor ambassador spokesman spokeswoman spokesperson "
    "adviser advisor general chancellor king queen prince pope judge justice mayor director deputy leader envoy "
    "negotiator commissioner economist analyst sir lord lady captain colonel admiral sergeant officer attorney "
    "correspondent editor lawmaker congressman congresswoman candidate nominee founder owner"
)
"""Offices and forms of address: they stand before a person's name and are not part of it."""

PERSON_NOUNS = word_set(
    "executive president-elect friend neighbour neighbor brother sister mother father husband wife son daughter cousin "
    "uncle aunt colleague partner boss lawyer operator conductor farmer grower engineer driver worker welder trader "
    "manager treasurer scientist researcher reporter columnist doctor nurse teacher student artist historian "
    "sociologist biologist chemist physicist author novelist dealer banker broker consultant investor "
    "entrepreneur technician mechanic captain pilot skipper foreman forewoman bookkeeper accountant clerk dispatcher "
    "buyer baker activist lobbyist retiree resident chairperson co-founder co-author co-owner head boatbuilder "
    "designer architect inventor inspector strategist planner statistician superintendent official member commentator "
    "councillor trustee master widow"
)
"""Trades and kin: beside a name they show that it is a person's, but unlike a title they are never part of it."""

ORGANISATION_TAILS = word_set(
    "inc corp ltd llc plc co gmbh ag group groep holdings capital partners securities bank metals motors airlines "
    "airways aviation leasing energy gas oil steel technologies technology systems media news times journal ledger "
    "post daily review press association alliance institute university college school ministry council committee "
    "commission agency authority department office party union cooperative roundtable league fund foundation finance "
    "research telematics components industries electronics works yards maritime shipping lines terminals trust "
    "consultancy advisory company firm exchange forum society federation chamber house board bureau laboratories "
    "labs sciences biosciences biotech foods semiconductors batteries smelting mining minerals refining logistics "
    "affairs administration congress senate parliament team club"
)
"""Words that tell an organisation by its name, and never a person."""

DOCUMENT_NOUNS = word_set(
    "notice note figures analysis schedule report reports study survey data document documents memo memorandum "
    "records record statement law rule rules letter filing filings chart table index poll estimates papers paper "
    "essay article forecast count list minutes commentary account story version calculation "
    "calculations statistics numbers research release transcript website page review timeline model models newspaper "
    "standard specification documentation manual guide code contract complaint lawsuit indictment"
)
"""Nouns for what is written: it is read, and only whoever wrote it can be said to speak."""

TITLE_MODIFIERS = word_set(
    "foreign prime vice deputy press treasury trade national security defense defence finance commerce assistant "
    "chief executive interior state acting former then managing senior special top agriculture labor energy health"
)
"""Words that make an office of a title: the Press in Press Secretary, the Foreign in Foreign Minister."""

ORGANISATION_HEADS = word_set(
    "university college institute institution school academy center centre council committee commission ministry "
    "department departments bank bureau office agency association federation organization organisation union "
    "foundation chamber house board society court party army bank fund league museum port republic kingdom gulf "
    "bay strait sea cape isle isles state states city county district province people's partnership house department"
)
"""Words that, followed by 'of' or 'for', go on as one name: the Ministry of Commerce, the Port of Los Angeles."""

NAME_LINKS = word_set("of de del della di da dos van von der den la le el al bin ibn ben y e the and for du")
"""Lower-case words that may stand inside a name."""

PLAIN_SPEECH_VERBS = word_set("said says say told tells added adds warned argued argues announced acknowledged")
"""Verbs that report somebody's words whatever follows them."""

SPEECH_VERBS = PLAIN_SPEECH_VERBS | word_set(
    "noted notes warns claimed claims stated states announces insisted insists explained explains replied wrote writes "
    "tweeted posted predicted predicts estimated estimates confirmed denied admitted stressed emphasized emphasised "
    "recalled remarked observed maintained maintains contends contended concluded asserted complained conceded vowed "
    "pledged testified reckons reckoned believes cautioned suggested countered joked quipped declared thinks answered "
    "answers objected objects"
)
"""Verbs that report somebody's words when a 'that' or a quotation follows."""

QUOTE_VERBS = SPEECH_VERBS | word_set(
    "called describes described dubbed labeled labelled termed asks asked wondered shouted demanded urged responded "
    "agreed put continued began finished offered repeated reads accused dismissed praised"
)
"""Verbs that give somebody's words only when a quotation stands beside them."""

NOUN_LIKE_VERBS = word_set("claims states estimates notes put reads say says describes asks")
"""Verbs of saying that are nouns as often, or never stand before their subject."""

PERSON_PRONOUNS = word_set("he she they")

SAME_NAME = {
    "us": "united states",
    "usa": "united states",
    "america": "united states",
    "american": "united states",
    "americans": "united states",
    "united states of america": "united states",
    "uk": "united kingdom",
    "britain": "united kingdom",
    "british": "united kingdom",
    "great britain": "united kingdom",
    "prc": "china",
    "chinese": "china",
    "people's republic of china": "china",
    "eu": "european union",
    "japanese": "japan",
    "russian": "russia",
    "russians": "russia",
    "indian": "india",
    "canadian": "canada",
    "canadians": "canada",
    "mexican": "mexico",
    "mexicans": "mexico",
    "german": "germany",
    "germans": "germany",
    "french": "france",
    "korean": "korea",
    "south korean": "south korea",
    "north korean": "north korea",
    "taiwanese": "taiwan",
    "vietnamese": "vietnam",
    "malaysian": "malaysia",
    "brazilian": "brazil",
    "brazilians": "brazil",
    "australian": "australia",
    "iranian": "iran",
    "israeli": "israel",
    "palestinian": "palestine",
    "ukrainian": "ukraine",
    "european": "europe",
    "europeans": "europe",
}
"""Names that mean the same state, so that "Chinese exports" and "China's exports" name one country.

Capitals are not here: what Beijing said is not always what China is.
"""

PLACE_PREFIXES = word_set("north south east west new northern southern eastern western central hong saint san los port")
"""First words that change which place a name means: South Korea is not Korea, New York is not York."""

NEVER_NAMES = STOPWORDS | word_set(
    "yet still however meanwhile moreover therefore thus indeed instead perhaps despite since although though while "
    "without within whether according amid among many several every each even also another today yesterday tomorrow "
    "earlier later recently ultimately hypothetically otherwise nevertheless unless monday tuesday wednesday thursday "
    "friday saturday sunday january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec one two three four five six seven eight nine ten first second "
    "third last next like unlike look consider critics officials experts analysts people ok yes much neither either "
    "editor note source photo image subscribe share take"
)
"""Words that are no name though a sentence, a calendar or a caption gives them a capital."""

ING_NAMES = word_set(
    "beijing boeing nanjing chongqing kunming liaoning shaoxing wyoming sterling king qing ming ping ling xing jing "
    "ding ying bing reading irving rowling hawking goering lessing"
)
"""Names that end like a participle."""

SURNAMES_FIRST = word_set(
    "bai cai cao chen cheng cui dai deng ding dong du fan fang feng fu gao ge gong gu guo han hao he hou hu hua huang "
    "jia jiang jin kong lai lei li liang liao lin liu long lu luo lyu ma mao meng mo ni pan peng qian qiao qin qiu "
    "ren shao shen shi song su sun tan tang tao tian wan wang wei wen wu xi xia xiang xiao xie xiong xu xue yan yang "
    "yao ye yi yin you yu yuan zeng zhang zhao zheng zhong zhou zhu zou bu abe kim moon park yoon"
)
"""Family names that stand first and are used alone: Xi for Xi Jinping."""

GENERIC_TAILS = ORGANISATION_HEADS | word_set(
    "accord agreement act affairs news daily times strategy review treaty forum summit house street week"
)
"""Last words that name nobody when they stand alone: the Accord is not always the Plaza Accord."""
