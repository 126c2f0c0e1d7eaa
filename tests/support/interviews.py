"""Answers for the tests of the interview: a listener with a script, and a file with every kind."""

from __future__ import annotations

from pathlib import Path

from assess.interview.record import Ask, Record
from assess.interview.session import Session, Stop

WHOLE = """\
format: assess-answers/1
answers:
  title: Were North Korean ballistic missiles fired at Ukraine?
  as_of: 2024-06-20
  question: missiles = What was fired?
  hypothesis[1]: new_type = KN-23/KN-25 missiles supplied and fired
  hypothesis[2]: old_type = only older types
  hypothesis[3]: none = no complete North Korean missile
  prior[new_type]: 3 of 12
  class[new_type]: exporters under embargo since 1990
  prior[old_type]: .1
  because[prior, old_type]: a hunch
  prior[none]: likely
  source[1]: us = US government
  reliability[us]: B
  because[us]: usually right
  source[2]: ukraine = Ukrainian prosecutor
  reliability[ukraine]: skip
  again reliability[ukraine]: 6 right, 4 wrong
  assumption[1]: custody = the debris shown is what fell
  holds[custody]: .95
  item[1]: us_accusation = The White House accuses Russia
  date[us_accusation]: 2024-01-04
  source[us_accusation]: us
  likelihood[us_accusation, new_type]: likely
  likelihood[us_accusation, old_type]: 30%
  likelihood[us_accusation, none]: .01-.12
  likelihood[us_accusation, other]: 1 in 5
  if_unreliable[us_accusation]: "1:9"
  citation[us_accusation]: DW, June 2024
  because[us_accusation]: They had shown pictures before
  item[2]: debris = The debris
  date[debris]: skip
  source[debris]: ukraine
  requires[debris]: custody
  likelihood[debris, new_type]: .9
  likelihood[debris, old_type]: skip
  again likelihood[debris, old_type]: .55
  likelihood[debris, none]: .2
  likelihood[debris, other]: .25
  if_unreliable[debris]: differs
  if_unreliable[debris, new_type]: .3
  if_unreliable[debris, old_type]: .3
  if_unreliable[debris, none]: 0,3
  if_unreliable[debris, other]: .3
  item[3]: echo
  source[echo]: us > press = The press
  reliability[press]: c
  repeats[echo]: us_accusation
  chance[echo]: almost certain
  likelihood[echo, new_type]: 10 times likelier
"""


class Scripted:
    """A listener with its answers in a list; after the last of them there is nobody."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []
        self.told: list[str] = []

    def ask(self, ask: Ask) -> str:
        self.asked.append(ask.key)
        if not self.answers:
            raise Stop
        return self.answers.pop(0)

    def tell(self, text: str) -> None:
        self.told.append(text)


START = (
    "Will it rain?",
    "",
    "weather = Will it rain tomorrow?",
    "rain = it rains",
    "dry = it stays dry",
    "",
    "",
    "no",
    "it rains or not",
)
"""Up to the priors: two hypotheses, and no catch-all."""
PRIORS = ("", ".3", "", ".7", "")
RADIO = ("radio = The radio", "B", "", "", "")
FORECAST = ("forecast = Rain is forecast", "", "radio", ".9", ".2", ".5", "", "")


def talk(*answers: str) -> tuple[Scripted, Record]:
    listener = Scripted(*answers)
    return listener, Session().run(listener)


def write(folder: Path, text: str = WHOLE, name: str = "answers.yaml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path
