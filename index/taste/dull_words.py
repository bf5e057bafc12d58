"""Words that tell nobody why a paper is shown: of papers and claims, of amounts, and of ways."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from ..search.analysis.stemming import stem
from .terms import hash_of

_DULL = """
ability able accompany accomplish account accuracy accurate achieve across activity actual adapt
add address adopt advance affect against aid aim al allow alone along already alternative although
always amid among amongst amount analyze another apparent appear apply approach appropriate arise
around art article aspect assess associate assume assumption attempt attribute author available
avoid aware away bad barely base become begin behind believe benefit best better beyond big
billion bottleneck bring broad build call capable capture careful carry cause central certain
challenge change choice choose clarify clear close collect combination combine come common compare
comparison compatible complete complex component comprehensive compute concern conclude conduct
confirm consequence consequent consequential consider consist consistent constitute construct
contain contribute contribution conventional core correct correspond cost counterpart critical
crucial current dataset deal decrease define degradation degrade degree deliver demand demonstrate
depend deploy derive describe design desire despite detail determine develop difference different
difficult direct discover discuss disparate distinct diverse done downstream dr drive due early
ease easy effect effective efficient effort eg eight either element eliminate emerge emphasize
empirical employ enable encounter encourage end enhance enough ensure entire equal especially
essential establish et etc evaluate even ever every evidence evident evolve exact examine example
exceed except exhibit exist expand expect expensive experiment explain explicit exploit explore
extend extensive extent extra extract face facilitate fact factor fail failure fall far fast
faster fewer field figure fill final find finding first fit five fix flexible focus follow form
former formulate forward found foundation four framework frequent full fully fundamental
furthermore future gain gap general get give given go goal good great grow guide half handle hard
help hence higher highlight hold hope hour however huge hundred idea ideal identify ie illustrate
imagine impact implement implication imply important impose improve include incorporate increase
indeed indicate individual influence inform inherent initial innovation insight inspire instance
instead integrate intend interest interesting intermediate intrinsic introduce intuitive
investigate involve isolate issue join kind know known lack large largely last later latest latter
lead leading least leave left less let level leverage lie light like likely limit limitation list
lite literature little longer look lose lot lower main mainly maintain major majority make many
match maximum mean meaningful means measure meet mention method might million minimal minor
moreover motivate move multiple must namely narrow nature near nearly necessary need negative
neither nevertheless new next nine nonetheless normal notable note nothing novel novelty number
numerous objective observe obtain occur offer often old one ones onto operate opportunity optimal
option organize original ought outcome outperform overall overcome overview page paper partial
particular pass pave people per percent perform performance perspective pipeline place play plus
poor popular pose possess possible potential practical practice precise precompute prefer present
preserve prevent previous primary principle prior problem proceed produce product progress project
prominent promise promising promote proper property propose proposed prove provide public
publication publish purpose push put quantify question quick quite raise rapid rate rather reach
ready realistic really reasonable recent recently recommend reduce refer reflect regard regardless
relate relation relative release relevant reliable rely remain remarkable remove report
reproducible require research resolve respect respective rest result retain reveal review rich
right rigorous rise robust role roughly round run scenario scope second see seek seem select
selective separate serve set setting setup several share show shown side significant similar
simple simplify simultaneous since situation six size smaller solely solid solution solve some
something sota special specialized specific specify stand standard start statement still
straightforward strategy strength strict strong struggle study style subject subsequent
substantial succeed success successful suffer suffice sufficient suggest suit suitable summarize
superior supplement support suppose surpass surprising survey tackle tailor take technical
technique ten tend term themselves therefore thing think third thorough though thousand three thus
today together top total tradeoff traditional treat trend true truly try turn two type typical
ultimate uncover underlie underlying unexpected unified unify unique unlike unlock upper usage use
useful usual utility utilize valid valuable various vary vast version versus vital vs want way
weak well whereas whether whole whose wide widespread word work worse worst yield
"""
_DULL_ALONE = """
behave center chain code collection community data deep depth domain family feature few fine free
function generalize generate grain group hidden high human input key language learn line link load
long low mechanism memory model open order output part point position post pre process quality
range real reason record root scale self shape shift short signal single small source space speed
stage state step system target task test text theory time token train training transform
understand user value view weight zero
"""
"""What makes good phrases for all that, such as `world model` and `token pruning`."""

_DULL_PAIRS = """
case study, deep learning, end end, few shot, fine grain, fine tune, high quality, key innovation,
language model, large scale, learning rate, long term, low cost, machine learning, model size,
model weight, multi step, neural network, open source, open weight, post train, pre train, project
page, real world, state art, time step, training data, training free, user study, well know, zero
shot
"""
"""Neighbours that tell nothing, of words that do with others."""

_SIZE = re.compile(r"\d+(?:\.\d+)?[bkmx]?")
"""A number, or a number of billions and the like."""

_ADVERB = re.compile(r".{3,}ly")

_NO_ADVERB = re.compile(
    r".*(?:phily|family|assembly|anomaly|poly|(?:butter|fire|dragon)fly)"
    r"|(?:mis|re)?apply|(?:over|re)?supply|comply|imply|multiply|rely|reply|ally|rally|tally|bully"
    r"|belly|jelly|lily|holly|folly|italy|july|(?:dai|hour|month|night|quarter|week|year)ly"
    r"|elderly|orderly|scholarly"
)
"""What ends so and is none: such nouns and verbs are few, where there is no end of adverbs."""

_SINGULAR = frozenset(("series", "species", "news", "lens", "basis", "sports", "cross", "less"))

_NO_PLURAL = ("ss", "us", "is", "ics", "as", "os")


@lru_cache(maxsize=1)
def _stems() -> tuple[frozenset[str], frozenset[int]]:
    dull, alone = (frozenset(map(stem, told.split())) for told in (_DULL, _DULL_ALONE))
    return dull, frozenset(map(hash_of, dull | alone))


def is_any_dull(stems: Iterable[str]) -> bool:
    """Whether neighbours tell nothing since one of them never does, by their stems."""
    return not _stems()[0].isdisjoint(stems)


def is_dull_alone(term: int) -> bool:
    """Whether a word tells nothing without a neighbour, by its hash."""
    return term in _stems()[1]


@lru_cache(maxsize=1)
def _pairs() -> frozenset[int]:
    pairs = (map(stem, pair.split()) for pair in _DULL_PAIRS.split(","))
    return frozenset(hash_of(*pair) for pair in pairs)


def is_dull_pair(term: int) -> bool:
    """Whether two neighbours tell nothing, by their hash."""
    return term in _pairs()


def is_size(word: str) -> bool:
    """Whether a folded word is a number, or one of billions: `7b`."""
    return _SIZE.fullmatch(word) is not None


def is_adverb(word: str) -> bool:
    """Whether a folded word ends as adverbs do."""
    return _ADVERB.fullmatch(word) is not None and _NO_ADVERB.fullmatch(word) is None


def is_plural(word: str) -> bool:
    """Whether a word ends as plurals do, behind which comes no noun that it describes."""
    folded = word.lower()
    is_long = len(folded) > 3 and word[-2:].islower()
    return (
        is_long
        and folded.endswith("s")
        and not folded.endswith(_NO_PLURAL)
        and folded not in _SINGULAR
    )
