"""The flow of an interview: what is asked, in which order, in which words. No terminal.

`interview` is a generator. It gives out `Ask`s and `Tell`s, takes `Answer`s, and returns the
`Record`. Equal answers give equal questions, so going back is asking again from the start.

The order is that of good elicitation: the question and its hypotheses; what is to be believed
before any item; the sources, before it is known what they say; the items, one at a time.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Generator
from dataclasses import replace

from assess.formatting.names import listed
from assess.formatting.numbers import credence_text, decibans_text, number_text
from assess.interview import readers
from assess.interview.answers import WAYS, Answer, AnswerError, Share, prior
from assess.interview.asking import MOST, NO, NOTHING, WHY
from assess.interview.items import items
from assess.interview.record import Ask, Flow, Later, Place, Record, Tell
from assess.interview.sources import assumptions, sources
from assess.interview.standing import standing
from priors.elicitation.shares import CATCH_ALL, SHARE, remainder

FAR = 1.0
"""Decibans by which rescaling may move the odds of a prior before it has to be confirmed."""


def interview() -> Generator[Ask | Tell, Answer, Record]:
    """Hold the whole interview.

    Yields
    ------
    Ask or Tell
        A question, to be answered by `send`ing an `Answer`; or something to be told.

    Returns
    -------
    Record
        A case that is complete and valid.
    """
    record = Record()
    yield from _about(record)
    yield from _hypotheses(record)
    yield from _priors(record)
    yield from sources(record)
    yield from assumptions(record)
    yield from items(record)
    yield from _put_off(record)
    yield Tell(lambda: _closing(record))
    return record


def _about(record: Record) -> Flow:
    title = Ask("title", "What is this case about, in one sentence?", readers.text, stand_in="x")
    record.title = (yield title).value
    day = Ask(
        "as_of",
        "As of which day is it assessed (such as 2024-06-20)? (empty: no day)",
        readers.day,
        "Items that were known only later are left out, so that nobody is wise after the event.",
        empty=NOTHING,
        no=NO,
        stand_in="2024-06-20",
    )
    record.as_of = (yield day).value
    ask = Ask(
        "question",
        "Which question is to be answered? (empty: the sentence above)",
        lambda raw: readers.named(raw, ()),
        "A short name may go in front: 'missiles = What was fired?'.",
        empty=Answer("", readers.Named("question", record.title)),
        stand_in="x",
    )
    answer = yield ask
    record.question = {"id": answer.value.id, "text": answer.value.text or record.title}
    record.note(("question",), ask, answer)


def _hypotheses(record: Record) -> Flow:
    yield Tell(
        lambda: (
            "The hypotheses are the possible answers. They are about the world and not about the "
            "evidence (not 'the report is false'), and no two can be true at once."
        )
    )
    for k in range(1, MOST + 1):
        more = "Another possible answer? (empty: that is all)"
        ask = Ask(
            f"hypothesis[{k}]",
            "A possible answer?" if k == 1 else more,
            lambda raw: readers.named(raw, record.states, readers.RESERVED),
            "A short name and the hypothesis: 'new_type = new missiles were supplied'. The catch-"
            "all 'anything else' is asked for afterwards.",
            empty=None if k == 1 else NOTHING,
            no=("no", "n", "done"),  # a hypothesis may be called none
        )
        name = (yield ask).value
        if name is None:
            break
        record.add("hypotheses", name)
    if len(record.hypotheses) > 1:
        yield Ask(
            "exclusive",
            "Could two of these be true at once? (empty: no)",
            _exclusive,
            "If the answer can be 'both', credences cannot be shared out among them.",
            empty=NOTHING,
            stand_in="no",
        )
    yield from _catch_all(record)


def _exclusive(raw: str) -> Answer:
    answer = readers.yes_or_no(raw)
    if answer.value:
        msg = (
            "credences are shared out among answers that exclude each other: go 'back' and make "
            "them narrower, or add one for 'both'"
        )
        raise AnswerError(msg)
    return answer


def _catch_all(record: Record) -> Flow:
    taken = record.states
    default = readers.Named(readers.slug(CATCH_ALL, taken), "anything else")

    def read(raw: str) -> Answer:
        said = raw.strip().lower()
        if said in ("n", "no"):
            if len(taken) < 2:
                msg = "one answer alone leaves nothing to weigh: with it goes 'anything else'"
                raise AnswerError(msg)
            return Answer(raw, None)
        if said in ("y", "yes"):
            return Answer(raw, default, f"called {default.id}")
        return readers.named(raw, taken, readers.RESERVED)

    ask = Ask(
        "catch_all",
        f"Could it be anything else? (empty: yes, '{default.id} = anything else')",
        read,
        "What nobody has thought of needs a place, or it is taken for impossible. Answer 'no' only "
        "if the answers above are all that there can be; or give it a name of your own.",
        empty=Answer("", default),
        stand_in="yes",
    )
    answer = yield ask
    record.note(("question",), ask, answer)
    if answer.value is not None:
        record.add("hypotheses", answer.value, catch_all=True)
        return
    why = Ask("exhaustive", "Why can it be nothing else?", readers.text, stand_in="x")
    record.question["exhaustive"] = (yield why).value


def _priors(record: Record) -> Flow:
    names = listed(record.states)
    yield Tell(
        lambda: (
            "Before any item: how likely would each answer be for somebody who knows of no item of "
            "this case? Choose the class of cases to which this one belongs before you think of "
            "the evidence: what speaks for an answer is asked later, and would count twice here."
        )
    )
    ask = Ask(
        "priors",
        "How do you want to say it? (empty: one by one; or 'equal'; or a ratio such as 3:1:6, in "
        f"the order {names})",
        lambda raw: _way(raw, record),
        "One by one each can be counts of a reference class ('3 of 40'), " + WAYS + ".",
        empty=Answer("", "each"),
        later=True,
        stand_in="equal",
    )
    answer = yield ask
    record.note(("question",), ask, answer)
    if answer.skipped:
        put = _putting_all(record)
        again = replace(
            ask,
            text=f"Priors: 'equal', or a ratio such as 3:1:6, in the order {names}?",
            read=lambda raw: _way(raw, record, each=False),
            empty=None,
        )
        record.later.append(Later(("question",), again, put))
    elif answer.value == "each":
        for hypothesis in record.hypotheses:
            yield from _one_prior(record, hypothesis["id"])
    else:
        _putting_all(record)(answer)
        why = Ask("because[priors]", WHY, readers.text, empty=NOTHING, no=NO, stand_in="x")
        if reason := (yield why).value:
            record.question["because"] = reason
    yield from _settle(record)


def _way(raw: str, record: Record, *, each: bool = True) -> Answer:
    said, count = raw.strip().lower(), len(record.hypotheses)
    if each and said in ("each", "one by one"):
        return Answer(raw, "each")
    if said == "equal":
        words = "each the same share, of this list of answers"
        for hypothesis in record.hypotheses:
            if hypothesis.get("catch_all"):
                words += f", and the catch-all {hypothesis['id']!r} as much as any other"
        return Answer(raw, [1.0] * count, words)
    numbers = [part.strip() for part in said.split(":")]
    if len(numbers) != count or not all(re.fullmatch(r"[0-9]*\.?[0-9]+", n) for n in numbers):
        ways = "'equal'" + (", 'one by one'" if each else "")
        msg = f"answer {ways}, or a ratio of {count} numbers with colons between them"
        raise AnswerError(msg)
    values = [float(n) for n in numbers]
    if not all(1e-6 <= v <= 1e6 for v in values):
        msg = "each number of a ratio lies above 0, between a millionth and a million"
        raise AnswerError(msg)
    return Answer(raw, values, "as shares of their sum")


def _putting_all(record: Record) -> Callable[[Answer], None]:
    def put(answer: Answer) -> None:
        record.shares = {h: Share(v) for h, v in zip(record.states, answer.value, strict=True)}
        record.proportions = True

    return put


def _one_prior(record: Record, name: str) -> Flow:
    hypothesis = next(h for h in record.hypotheses if h["id"] == name)
    catch_all = bool(hypothesis.get("catch_all"))
    convention = ""
    if catch_all:
        convention = (
            " (empty: what the others leave of 1; where they leave nothing, a share of "
            f"{credence_text(SHARE)}, a convention)"
        )
    ask = Ask(
        f"prior[{name}]",
        f"Before any item, how likely is {record.described(name)}?{convention}",
        prior,
        "How often was it so, of how many such cases ('3 of 40')? Or " + WAYS + ". What you answer "
        "is brought to a sum of 1 afterwards, and you are shown how.",
        empty=Answer("", None) if catch_all else None,
        later=not catch_all,
        stand_in=".5",
    )
    answer = yield ask
    record.note(("question",), ask, answer)

    def put(said: Answer) -> None:
        record.shares[name] = said.value

    record.shares[name] = Share(0.5) if answer.skipped else answer.value
    if answer.skipped and not catch_all:
        record.later.append(Later(("question",), ask, put))
    elif isinstance(answer.value, Share) and answer.value.events is not None:
        of = Ask(
            f"class[{name}]",
            f"Of what are these the counts? 'It was so in {answer.raw.strip()} ...'",
            readers.text,
            "The reference class, in words: 'accusations of this kind since 1990'.",
            stand_in="x",
        )
        hypothesis["because"] = f"{answer.raw.strip()} {(yield of).value}"
    elif answer.raw.strip():
        why = Ask(f"because[prior, {name}]", WHY, readers.text, empty=NOTHING, no=NO, stand_in="x")
        if reason := (yield why).value:
            hypothesis["because"] = reason


def _settle(record: Record) -> Flow:
    """Bring the priors to a sum of 1, once all of them are there, and tell what that changed."""
    if ("question",) in record.open:
        return
    given = {h: s.value for h, s in record.shares.items() if s is not None}
    stated, about = dict(given), ""
    for name in (h for h, share in record.shares.items() if share is None):
        about = _rest(record, name, stated)
    whole = math.fsum(stated.values())
    if abs(whole - 1.0) <= 1e-9:
        for hypothesis in record.hypotheses:
            hypothesis["prior"] = stated[hypothesis["id"]]
        told = "The priors sum to 1."
        if about:
            told = f"{about[:1].upper()}{about[1:]}. {told}"
    else:
        record.question["weights"] = stated
        changes = (
            f"{h} {number_text(v)} becomes {credence_text(v / whole)}" for h, v in stated.items()
        )
        priors = "; ".join(f"{h} {credence_text(v / whole)}" for h, v in stated.items())
        told = f"What you said sums to {number_text(whole)}; divided by that, {'; '.join(changes)}."
        record.notes.setdefault(("question",), []).append(
            f"the answers sum to {number_text(whole)}. They are kept as weights, as they were "
            f"said, and each prior is its weight divided by the sum: {priors}"
        )
    moved = {} if record.proportions else _moved(given, whole)
    far = "; ".join(f"{h} {decibans_text(x)}" for h, x in moved.items() if abs(x) > FAR)
    if far:
        told += f" That moves what you said of the odds by more than a deciban: {far}."
    yield Tell(lambda: f"{told}\nBefore any item:\n{standing(record.data(items=0))}")
    if far:
        yield Ask(
            "rescaled",
            f"Is it what you mean, with the odds moved so far ({far})? (empty: yes)",
            _agreed,
            "'back' takes back the last answer, so that the priors can be stated again; at best "
            "they sum to 1, what is left for 'anything else' included.",
            empty=NOTHING,
            stand_in="yes",
        )


def _rest(record: Record, name: str, stated: dict[str, float]) -> str:
    """Give a catch-all of which nothing was said its share, and say in words where it is from."""
    left = remainder(stated.values())
    if left is not None:
        stated[name] = float(f"{left:.12g}")
        about = f"{name} gets what the others leave of 1, {credence_text(left)}"
    else:
        stated[name] = float(f"{SHARE / (1.0 - SHARE) * math.fsum(stated.values()):.12g}")
        about = (
            f"{name} has a share of {credence_text(SHARE)} of the whole: a convention of this "
            "library, and nobody's judgement"
        )
    record.notes.setdefault(("question",), []).append(about)
    return about


def _moved(given: dict[str, float], whole: float) -> dict[str, float]:
    """By how many decibans the odds of each stated prior change when all are divided by a sum."""

    def log_odds(p: float) -> float:
        return 10.0 * (math.log10(p) - math.log10(1.0 - p))

    return {h: log_odds(p / whole) - log_odds(p) for h, p in given.items()}


def _agreed(raw: str) -> Answer:
    answer = readers.yes_or_no(raw)
    if not answer.value:
        msg = "go 'back' then, and state priors that sum to 1; in a file, change them"
        raise AnswerError(msg)
    return answer


def _put_off(record: Record) -> Flow:
    """Ask again what was skipped; an item without its numbers can be left out."""
    if not record.later:
        return
    yield Tell(lambda: "Some numbers were skipped, and the case needs them.")
    waiting, question_open = list(record.later), ("question",) in record.open
    for later in waiting:
        if later not in record.later:
            continue  # its item was left out
        needed = _needed(record, later.place)
        ask = replace(
            later.ask,
            key=f"again {later.ask.key}",
            help=f"{later.ask.help} {needed or 'skip: the item is left out of the case.'}",
            later=not needed,
        )
        answer = yield ask
        record.note(later.place, ask, answer)
        if answer.skipped:
            _drop(record, later.place)
            continue
        later.put(answer)
        record.later.remove(later)
    if question_open:
        yield from _settle(record)


def _needed(record: Record, place: Place) -> str:
    """Why a number that is missing there cannot be left out; empty if its item can be."""
    if place[0] != "items":
        return "The case cannot be weighed without it."
    echoes = [i["id"] for i in record.items if i.get("repeats", {}).get("item") == place[1]]
    return f"{listed(echoes)} may repeat this item, so it is needed." if echoes else ""


def _drop(record: Record, place: Place) -> None:
    item = next(i for i in record.items if i["id"] == place[1])
    record.items.remove(item)
    record.dropped.append(item)
    record.later = [x for x in record.later if x.place != place]


def _closing(record: Record) -> str:
    without = f" (left out: {listed([i['id'] for i in record.dropped])})" if record.dropped else ""
    return (
        f"All in all{without}:\n{standing(record.data())}\n"
        "Ask yourself: what would we expect to see if the leading answer were false, and has "
        "anybody looked for it?"
    )
