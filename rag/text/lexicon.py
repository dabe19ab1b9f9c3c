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
