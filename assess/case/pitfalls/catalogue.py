"""The pitfalls that are watched for: when, why it matters, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass

from assess.case.selection import Note


@dataclass(frozen=True)
class Guard:
    """One thing in a case that often goes wrong, and that can be seen in the case.

    Attributes
    ----------
    kind : str
        The pitfall, such as double_counting: the same in every result. Several guards may watch
        for one pitfall.
    when : str
        What has to be the case for a note.
    reason : str
        Why it matters, in half a sentence that follows what was seen.
    advice : str
        What to do, in one sentence. Whoever does it does not get the note again.
    """

    kind: str
    when: str
    reason: str
    advice: str

    def note(self, address: str, seen: str) -> Note:
        """The note on what was seen at an address of the case."""
        return Note(address, f"{seen}: {self.reason}", self.kind, self.advice)


SAME_WORDS = Guard(
    "double_counting",
    "two items of different sources bear on one question in the same or nearly the same words",
    "if the one only passes on the other, one observation counts twice",
    "State `repeats` with the chance that it is an echo, a small one if both know it themselves.",
)
SAME_DOCUMENT = Guard(
    "double_counting",
    "two items of different sources on one question cite one document",
    "what reached you by one document may have one origin, and its author chose what to pass on",
    "State `repeats` where one made the other, or put the document's author into each `source` "
    "path; of a case that reads one document only, name the document in the case's `text`.",
)
SAME_NUMBERS = Guard(
    "double_counting",
    "items of one source on one day have equal likelihoods",
    "a statement that is cut into parts counts once for every part",
    "Make one item of what was one statement, or state `repeats`.",
)
PRIOR_FROM_ITEMS = Guard(
    "double_counting",
    "the reason of a prior names an item (an id that is a plain word only in backticks)",
    "a prior that has seen an item counts it twice",
    "Choose the prior as of before the items, by a reference class, and give that as the reason.",
)
NO_CATCH_ALL = Guard(
    "no_catch_all",
    "a question has no hypothesis for anything else, and its hypotheses do not negate each other",
    "what is not among them gets no credence, whatever the items say",
    "Add a hypothesis with `catch_all: true`, with a small prior if little is left for it.",
)
BARE_EXHAUSTIVE = Guard(
    "no_catch_all",
    "the reason why no catch-all is needed has fewer than three words",
    "what is not among the hypotheses gets no credence, and nobody can judge the reason",
    "Say in `exhaustive` why nothing else is possible, or add a hypothesis with `catch_all: true`.",
)
EQUAL_PRIORS = Guard(
    "base_rate_neglect",
    "all priors of a question are equal, and no reason is given",
    "equal shares depend on how the hypotheses were cut, and are no base rate",
    "Ask how often each was so in like cases, and write the reference class into `because`.",
)
BOLD_PRIOR = Guard(
    "base_rate_neglect",
    "a prior is above .5 (of two hypotheses above .7) or below .01, and no reason is given",
    "it decides much of the result, and nobody can see where it comes from",
    "Write into `because` how often it was so in which like cases.",
)
LATER_YEAR = Guard(
    "hindsight",
    "a reason or a citation mentions a time after the day of the assessment",
    "what was not known on that day must not shape a number of that day",
    "State the number as one would have on that day, or assess as of a later day.",
)
GRADE_F = Guard(
    "grade_f_as_half",
    "the reliability of a source of grade F has the mean .5, however it is stated, unless it is a "
    "range with a `because` and the source has one item only (and others of its own that repeat "
    "it)",
    "F says that reliability cannot be judged, and a half is a judgement: of a single item a range "
    "around .5 counts as .5 does",
    "State `exclude: true`, or take the record of like sources (`track`); to see what a range of "
    "reliabilities would do, look at `credal_bounds`.",
)
ONE_SIDED = Guard(
    "only_incriminating",
    "three items or more speak for one hypothesis, none against it, and no search found nothing",
    "items that reach you are often those that somebody looked for",
    "Ask what one would see if it were false, and whether anybody looked; what was looked for and "
    "not found is an item (`search`).",
)
BOUND_AS_POINT = Guard(
    "bound_as_point",
    "the text says 'up to' or 'at least' a number, and the claim is `about`",
    "a bound says next to nothing of where below or above it the number lies",
    "State `says: {at_most: ...}` for 'up to', and `{at_least: ...}` for 'at least'.",
)
OPINION = Guard(
    "opinion_as_observation",
    "an opinion bears directly on a hypothesis, and nothing says what it rests on",
    "who has read the same items adds no observation, and what they say counts again",
    "Let it bear on the assumption that it is about, or state what it `repeats` or is `given`; if "
    "it rests on observations of its own, say in `because` on which.",
)
UNFALSIFIABLE = Guard(
    "unfalsifiable",
    "a hypothesis gives each of three items or more a likelihood above .995, or no hypothesis fits "
    "any of three items or more better than the catch-all",
    "what fits whatever is seen cannot lose, and says nothing of what will be seen",
    "State what you would have expected to see under it and did not, as an item of its own "
    "(`search`).",
)
MANY_DIGITS = Guard(
    "false_precision",
    "a stated number has more than three significant digits",
    "no judgement is that fine, and the digits lend it a weight that it does not have",
    "State two digits, and a range such as `{between: [low, high]}`; of what was counted state the "
    "counts (`track`, `weights`).",
)
NO_RANGES = Guard(
    "false_precision",
    "a case of three items or more has no uncertain number",
    "the result then shows no interval, as if every judgement were exact",
    "State ranges, such as `{between: [low, high]}`, for the numbers that matter most.",
)
NEAR_CERTAIN = Guard(
    "near_certainty",
    "a prior, a reliability, or the chance of an assumption or of an echo is below .001 or above "
    ".999, and `certain` is not stated",
    "it claims less than one error in a thousand, and nearly nothing can outweigh it",
    "State what you would still bet on after a thousand such cases; where it is a matter of logic, "
    "0 or 1 with `certain: true`.",
)
EXTREME_RATIO = Guard(
    "near_certainty",
    "an item is more than 1,000 times as probable under one hypothesis as under another, and "
    "`certain` is not stated",
    "a number that is small by itself does no harm, but such a ratio outweighs odds of a thousand "
    "to one if it is taken at its word",
    "Ask how often in a thousand cases like the one that it speaks against the item would appear "
    "all the same, by error or by chance; where it is a matter of logic, state 0 with "
    "`certain: true`.",
)

GUARDS = (
    SAME_WORDS,
    SAME_DOCUMENT,
    SAME_NUMBERS,
    PRIOR_FROM_ITEMS,
    NO_CATCH_ALL,
    BARE_EXHAUSTIVE,
    EQUAL_PRIORS,
    BOLD_PRIOR,
    LATER_YEAR,
    GRADE_F,
    ONE_SIDED,
    BOUND_AS_POINT,
    OPINION,
    UNFALSIFIABLE,
    MANY_DIGITS,
    NO_RANGES,
    NEAR_CERTAIN,
    EXTREME_RATIO,
)
"""Every guard, in the order in which their notes are shown."""
