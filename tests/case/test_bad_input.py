"""Wrong case files: what each is told, where, and that one mistake never hides another."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from copy import deepcopy
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_cases import random_case

import assess
from assess.cli import main
from assess.errors import CaseError
from assess.io import files
from priors import beta, fixed

CASE = """\
format: assess/1
title: Rain
as_of: 2024-06-20
questions:
  - id: rain
    hypotheses:
      - {id: wet, prior: 0.3}
      - {id: dry, prior: 0.5}
      - {id: other, prior: 0.2, catch_all: true}
sources:
  - {id: radio, reliability: {beta: [8, 2]}}
  - {id: neighbour, reliability: 0.6}
assumptions:
  - {id: clock, holds: 0.9}
items:
  - id: forecast
    source: radio
    date: 2024-06-01
    likelihood: {wet: 0.8, dry: 0.25, other: 0.4}
    if_unreliable: 0.55
  - id: cloud
    source: [neighbour]
    likelihood: {wet: 0.95, others: 0.35}
    if_unreliable: 0.45
    requires: [clock]
    repeats: {item: forecast, chance: 0.15}
"""

LINKED = """\
format: assess/1
title: Streets
questions:
  - id: rain
    hypotheses:
      - {id: wet, prior: 0.4}
      - {id: dry, prior: 0.6, catch_all: true}
  - id: streets
    exhaustive: it is one or the other
    given: [rain]
    hypotheses: [{id: slippery}, {id: safe}]
    table:
      - {when: {rain: wet}, prior: {slippery: 0.8, safe: 0.2}}
      - {when: {rain: dry}, prior: {slippery: 0.1, safe: 0.9}}
sources:
  - {id: walker, reliability: 0.7}
items:
  - id: fall
    source: walker
    question: streets
    likelihood: {slippery: 0.55, safe: 0.05}
    if_unreliable: 0.15
"""

# One mistake each. Lines with '-' are what CASE (or, after '@', LINKED) has, those with '+' what
# stands there instead; the other lines are the whole of what the author of the file is told.
MISTAKES = r"""
= a tab for indentation
-   - id: rain
+ 	- id: rain
5: is not valid YAML: ... (allowed: spaces at the beginning of a line, no tabs)
= a brace that is not closed
- {id: wet, prior: 0.3}
+ {id: wet, prior: 0.3
8: is not valid YAML: ... (begun on line 7)
= a quote that is not closed
- title: Rain
+ title: "Rain
27: is not valid YAML: ... (begun on line 2)
= a wrong indentation
-     source: [neighbour]
+    source: [neighbour]
22: is not valid YAML: ... (begun on line 16)
= a colon in a text without quotes
- title: Rain
+ title: Rain: or not
2: is not valid YAML: ... (allowed: a text with a colon and a space in it stands in quotes)
= a key twice
- title: Rain
+ title: Rain
+ title: Snow
3: title: the key is there twice (allowed: each key once)
= a hypothesis twice in a likelihood
- {wet: 0.8, dry: 0.25, other: 0.4}
+ {wet: 0.8, wet: 0.1, dry: 0.25, other: 0.4}
19: items[forecast].likelihood[wet]: the key is there twice (allowed: each key once)
= an alias
- title: Rain
+ title: &name Rain
+ text: *name
3: text: is an alias (*name); write the value out instead
= an alias for a number
- id: wet, prior: 0.3
+ id: wet, prior: &p 0.3
- wet: 0.8
+ wet: *p
19: items[forecast].likelihood[wet]: is an alias (*p); write the value out instead
= an alias of what is not there
- title: Rain
+ title: *name
2: title: is an alias (*name); write the value out instead
= a merge key
- {id: neighbour, reliability: 0.6}
+ {<<: {reliability: 0.6}, id: neighbour}
12: sources[neighbour]: merges other keys (<<); write them out instead
= a tag that would make an object
- title: Rain
+ title: !!python/object/apply:os.system [echo]
2: title: has a YAML tag (seen tag:yaml.org,2002:python/object/apply:os.system; allowed: plain values)
= a tag of one's own
- title: Rain
+ title: !secret Rain
2: title: has a YAML tag (seen !secret; allowed: plain values)
= a tag on a list
- items:
+ items: !!omap
15: items: has a YAML tag (seen tag:yaml.org,2002:omap; allowed: plain values)
= a tag on a key
- title: Rain
+ !!binary title: Rain
2: has a key that is not text
= a number that is none by its tag
- prior: 0.3
+ prior: !!float abc
7: questions[rain].hypotheses[wet].prior: is not a number (seen abc)
= neither true nor false by its tag
- catch_all: true
+ catch_all: !!bool maybe
9: questions[rain].hypotheses[other].catch_all: is neither true nor false (seen maybe)
= a key that is a list
- title: Rain
+ ? [title]
+ : Rain
2: has a key that is not text
= two documents
- title: Rain
+ title: Rain
+ ---
+ title: Snow
3: is not valid YAML: ... (begun on line 1) (allowed: one case in a file)
= YAML 1.1
- format: assess/1
+ %YAML 1.1
+ ---
+ format: assess/1
1: is another version of YAML (seen %YAML 1.1; allowed: YAML 1.2)
= no format
- format: assess/1
+
2: format: is missing (allowed: assess/1)
= a format of the future
- format: assess/1
+ format: assess/2
1: format: is not one of the allowed words (seen 'assess/2'; allowed: assess/1); did you mean 'assess/1'?
= a number for a format
- format: assess/1
+ format: 1
1: format: is not one of the allowed words (seen 1; allowed: assess/1)
= an unknown key of the case
- title: Rain
+ titel: Rain
2: titel: is not a known key (allowed: as_of, assumptions, candidates, cost_unit, format, items, questions, sources, text, title); did you mean 'title'?
= an unknown key of a question
-   - id: rain
+   - id: rain
+     exhausive: it is
6: questions[rain].exhausive: is not a known key (allowed: because, concentration, exhaustive, given, hypotheses, id, kind, table, text, weights); did you mean 'exhaustive'?
= an unknown key of a hypothesis
- prior: 0.3
+ prior: 0.3, becuase: I say so
7: questions[rain].hypotheses[wet].becuase: is not a known key (allowed: because, catch_all, id, prior, text); did you mean 'because'?
= an unknown key of a source
- id: radio,
+ id: radio, Name: Radio,
11: sources[radio].Name: is not a known key (allowed: because, id, name, reliability, tags); did you mean 'name'?
= an unknown key of an assumption
- id: clock,
+ id: clock, texte: it is right,
14: assumptions[clock].texte: is not a known key (allowed: because, holds, id, text); did you mean 'text'?
= an unknown key of an item
-     source: radio
+     source: radio
+     quote: rain
18: items[forecast].quote: is not a known key (allowed: because, citation, date, given, id, if_unreliable, likelihood, question, rating, rating_table, ratio, repeats, requires, says, search, source, tags, text)
= an unknown key of a repetition
- item: forecast,
+ item: forecast, if_copyed: 0.5,
26: items[cloud].repeats.if_copyed: is not a known key (allowed: chance, if_copied, item); did you mean 'if_copied'?
= an unknown key of a ratio
-     likelihood: {wet: 0.8, dry: 0.25, other: 0.4}
+     ratio: {for: wet, value: 8, against: dry}
19: items[forecast].ratio.against: is not a known key (allowed: for, value)
= an unknown key of a search
-     likelihood: {wet: 0.8, dry: 0.25, other: 0.4}
+     search: {found: false, chances: {wet: 0.5}, chance: {others: 0.5}}
19: items[forecast].search.chances: is not a known key (allowed: chance, found); did you mean 'chance'?
= an unknown key of a number
- wet: 0.8
+ wet: {beta: [8, 2], worth: 10}
19: items[forecast].likelihood[wet].worth: is not a known key (allowed: beta)
= an unknown key beside a consent
- wet: 0.8
+ wet: {value: 1, certian: true}
19: items[forecast].likelihood[wet].certian: is not a known key (allowed: certain, value); did you mean 'certain'?
= an unknown key of a track record
- wet: 0.8
+ wet: {track: {right: 7, rong: 1, wrong: 1}}
19: items[forecast].likelihood[wet].track.rong: is not a known key (allowed: right, wrong); did you mean 'wrong'?
= two forms of one number
- wet: 0.8
+ wet: {beta: [8, 2], pert: [0.1, 0.2, 0.3]}
19: items[forecast].likelihood[wet].pert: is not a known key (allowed: beta)
= a probability above 1
- wet: 0.8
+ wet: 1.4
19: items[forecast].likelihood[wet]: is out of range (seen 1.4; allowed: at most 1)
= a probability below 0
- wet: 0.8
+ wet: -0.1
19: items[forecast].likelihood[wet]: is out of range (seen -0.1; allowed: at least 0)
= a prior above 1
- prior: 0.3
+ prior: 1.4
7: questions[rain].hypotheses[wet].prior: is out of range (seen 1.4; allowed: at most 1)
= not a number
- wet: 0.8
+ wet: .nan
19: items[forecast].likelihood[wet]: is not a finite number (seen nan; allowed: a finite number)
= an infinite number
- wet: 0.8
+ wet: -.inf
19: items[forecast].likelihood[wet]: is not a finite number (seen -inf; allowed: a finite number)
= a number too large to be finite
- prior: 0.3
+ prior: 1.0e999
7: questions[rain].hypotheses[wet].prior: is not a finite number (seen inf; allowed: a finite number)
= exactly 0 without consent
- wet: 0.8
+ wet: 0
19: items[forecast].likelihood[wet]: can never be undone by evidence (seen 0; allowed: a number between 0 and 1, or {value: 1, certain: true} with the value meant)
= exactly 1 without consent
- wet: 0.8
+ wet: 1.0
19: items[forecast].likelihood[wet]: can never be undone by evidence (seen 1.0; allowed: a number between ...)
= exactly 1 for a prior without consent
- prior: 0.3
+ prior: 1
7: questions[rain].hypotheses[wet].prior: can never be undone by evidence (seen 1; allowed: a number between ...)
= a reliability of exactly 1 without consent
- reliability: 0.6
+ reliability: 1
12: sources[neighbour].reliability: can never be undone by evidence (seen 1; allowed: a number between ...)
= an assumption that holds for certain without consent
- holds: 0.9
+ holds: 1
14: assumptions[clock].holds: can never be undone by evidence (seen 1; allowed: a number between ...)
= 1 with its consent withheld
- wet: 0.8
+ wet: {value: 1, certain: false}
19: items[forecast].likelihood[wet]: can never be undone by evidence (seen {'value': 1, 'certain': False}; allowed: a number between ...)
= a consent that is no true or false
- wet: 0.8
+ wet: {value: 1, certain: yes}
19: items[forecast].likelihood[wet].certain: neither true nor false (seen 'yes'; allowed: true or false)
= too small to be told from 0
- wet: 0.8
+ wet: 1.0e-400
19: items[forecast].likelihood[wet]: can never be undone by evidence (seen 0.0; allowed: a number between ...)
= a decimal comma in quotes
- wet: 0.8
+ wet: "0,8"
19: items[forecast].likelihood[wet]: is not a number (seen '0,8'; allowed: a number, with a decimal point)
= a decimal comma
- wet: 0.8
+ wet: 0,8
19: items[forecast].likelihood[wet]: can never be undone by evidence (seen 0; allowed: a number between ...)
19: items[forecast].likelihood[8]: is not a probability (seen nothing; allowed: a number between 0 and 1 or {beta: [a, b]} or {between: [low, high]} or {pert: [low, mode, high]} or {triangular: [low, mode, high]} or {mean: m, worth: n} or {track: {right: n, wrong: m}} or {phrase: likely, scale: icd203})
= a percentage
- wet: 0.8
+ wet: 80%
19: items[forecast].likelihood[wet]: is not a number (seen '80%'; allowed: a number: 80% is 0.8)
= a number in quotes
- wet: 0.8
+ wet: "0.8"
19: items[forecast].likelihood[wet]: is not a number (seen '0.8'; allowed: a number, without quotes)
= a number with an underscore
- wet: 0.8
+ wet: 0.8_0
19: items[forecast].likelihood[wet]: is not a number (seen '0.8_0'; allowed: a number, without quotes)
= true for a number
- wet: 0.8
+ wet: true
19: items[forecast].likelihood[wet]: is not a number (seen True; allowed: a number)
= a list for a number
- wet: 0.8
+ wet: [0.7, 0.9]
19: items[forecast].likelihood[wet]: is not a probability (seen [0.7, 0.9]; allowed: a number between 0 and 1 or ...)
= a word for a number
- wet: 0.8
+ wet: likely
19: items[forecast].likelihood[wet]: is not a number (seen 'likely'; allowed: a number)
= nothing for a number
- wet: 0.8
+ wet: null
19: items[forecast].likelihood[wet]: is not a probability (seen nothing; allowed: a number between 0 and 1 or ...)
= an empty mapping for a number
- wet: 0.8
+ wet: {}
19: items[forecast].likelihood[wet]: is not a probability (seen {}; allowed: a number between 0 and 1 or ...)
= a distribution for a prior
- prior: 0.3
+ prior: {beta: [3, 7]}
7: questions[rain].hypotheses[wet].prior: is not a plain number (seen {'beta': [3, 7]}; allowed: a number between 0 and 1; how firm a prior is, is said by the question's concentration)
= a list for a prior
- prior: 0.3
+ prior: [0.3]
7: questions[rain].hypotheses[wet].prior: is not a plain number (seen [0.3]; allowed: a number between 0 and 1)
= a misspelt form
- wet: 0.8
+ wet: {betta: [8, 2]}
19: items[forecast].likelihood[wet]: is not a probability (seen {'betta': [8, 2]}; allowed: a number between 0 and 1 or ...); did you mean 'beta'?
= a Beta of parameters that are not positive
- wet: 0.8
+ wet: {beta: [0, -2]}
19: items[forecast].likelihood[wet].beta[0]: is out of range (seen 0; allowed: above 0)
19: items[forecast].likelihood[wet].beta[1]: is out of range (seen -2; allowed: above 0)
= a Beta of one parameter
- wet: 0.8
+ wet: {beta: [8]}
19: items[forecast].likelihood[wet].beta[1]: is missing
= a Beta of three parameters
- wet: 0.8
+ wet: {beta: [8, 2, 1]}
19: items[forecast].likelihood[wet].beta: has too many entries (seen [8, 2, 1]; allowed: at most 2)
= a Beta of words
- wet: 0.8
+ wet: {beta: [a, b]}
19: items[forecast].likelihood[wet].beta[0]: is not a number (seen 'a'; allowed: a number)
19: items[forecast].likelihood[wet].beta[1]: is not a number (seen 'b'; allowed: a number)
= a Beta of one number
- wet: 0.8
+ wet: {beta: 8}
19: items[forecast].likelihood[wet].beta: is not a list (seen 8; allowed: a list, [a, b, ...])
= between, the wrong way round
- wet: 0.8
+ wet: {between: [0.9, 0.5]}
19: items[forecast].likelihood[wet]: the lower end must be below the upper end (seen {'between': [0.9, 0.5]})
= between from 0
- wet: 0.8
+ wet: {between: [0, 0.5]}
19: items[forecast].likelihood[wet].between[0]: is out of range (seen 0; allowed: above 0)
= between that covers everything
- wet: 0.8
+ wet: {between: [0.5, 0.9], covers: 1}
19: items[forecast].likelihood[wet].covers: is out of range (seen 1; allowed: below 1)
= between so close that no Beta fits
- wet: 0.8
+ wet: {between: [0.5, 0.50000001]}
19: items[forecast].likelihood[wet]: no Beta has the central 90% interval from 0.5 to 0.50000001 (seen {'between': [0.5, 0.50000001]})
= a triangle out of order
- wet: 0.8
+ wet: {triangular: [0.5, 0.2, 0.9]}
19: items[forecast].likelihood[wet]: expected low <= mode <= high, and low below high (seen {'triangular': [0.5, 0.2, 0.9]})
= a triangle without width
- wet: 0.8
+ wet: {triangular: [0.5, 0.5, 0.5]}
19: items[forecast].likelihood[wet]: expected low <= mode <= high, and low below high (seen {'triangular': [0.5, 0.5, 0.5]})
= a triangle of two numbers
- wet: 0.8
+ wet: {triangular: [0.1, 0.9]}
19: items[forecast].likelihood[wet].triangular[2]: is missing
= a triangle beyond 1
- wet: 0.8
+ wet: {triangular: [0.5, 0.9, 1.2]}
19: items[forecast].likelihood[wet].triangular[2]: is out of range (seen 1.2; allowed: at most 1)
= a PERT out of order
- wet: 0.8
+ wet: {pert: [0.3, 0.2, 0.1]}
19: items[forecast].likelihood[wet]: expected low <= mode <= high, and low below high (seen {'pert': [0.3, 0.2, 0.1]})
= a mean without its worth
- wet: 0.8
+ wet: {mean: 0.8}
19: items[forecast].likelihood[wet].worth: is missing
= a mean of 1
- wet: 0.8
+ wet: {mean: 1, worth: 8}
19: items[forecast].likelihood[wet].mean: is out of range (seen 1; allowed: below 1)
= a worth of nothing
- wet: 0.8
+ wet: {mean: 0.8, worth: 0}
19: items[forecast].likelihood[wet].worth: is out of range (seen 0; allowed: above 0)
= a track record as a list
- wet: 0.8
+ wet: {track: [7, 1]}
19: items[forecast].likelihood[wet].track: is not a mapping (seen [7, 1]; allowed: keys with values)
= a negative track record
- wet: 0.8
+ wet: {track: {right: -1, wrong: 1}}
19: items[forecast].likelihood[wet].track.right: is out of range (seen -1; allowed: at least 0)
= an unknown phrase
- wet: 0.8
+ wet: {phrase: probabel, scale: icd203}
19: items[forecast].likelihood[wet].phrase: is not a phrase that is known (seen 'probabel'; allowed: almost no chance, remote, very unlikely, highly improbable, unlikely, improbable, roughly even chance, roughly even odds, likely, probable, very likely, highly probable, almost certain, nearly certain); did you mean 'probable'?
= an unknown scale
- wet: 0.8
+ wet: {phrase: likely, scale: ICD203}
19: items[forecast].likelihood[wet].scale: is not a scale that is known (seen 'ICD203'; allowed: efsa2018, icd203, ipcc_ar4_wg2, ipcc_ar5, kent1964, phia2025); did you mean 'icd203'?
= a phrase without its scale
- wet: 0.8
+ wet: {phrase: likely}
19: items[forecast].likelihood[wet].scale: is missing
= a phrase that is a list
- wet: 0.8
+ wet: {phrase: [likely], scale: icd203}
19: items[forecast].likelihood[wet].phrase: not text (seen ['likely']; allowed: text; a number or a word such as true needs quotes)
= a form of reliability for a likelihood
- wet: 0.8
+ wet: {persistent: 0.8}
19: items[forecast].likelihood[wet]: is not a probability (seen {'persistent': 0.8}; allowed: a number between 0 and 1 or ...)
= an unknown letter
- reliability: 0.6
+ reliability: {admiralty: G}
12: sources[neighbour].reliability.admiralty: is not one of the allowed words (seen 'G'; allowed: A, B, C, D, E, F)
= a small letter
- reliability: 0.6
+ reliability: {admiralty: b}
12: sources[neighbour].reliability.admiralty: is not one of the allowed words (seen 'b'; allowed: A, B, C, D, E, F); did you mean 'B'?
= a letter alone
- reliability: 0.6
+ reliability: B
12: sources[neighbour].reliability: is not a number (seen 'B'; allowed: a number, or {admiralty: B})
= F without a policy
- reliability: 0.6
+ reliability: {admiralty: F}
12: sources[neighbour].reliability: F means that reliability cannot be judged; it is not a number (seen {'admiralty': 'F'}; allowed: {admiralty: F, as: ...} with another form, or {admiralty: F, exclude: true})
= F with two policies
- reliability: 0.6
+ reliability: {admiralty: F, as: 0.5, exclude: true}
12: sources[neighbour].reliability: F means that reliability cannot be judged; it is not a number (seen {'admiralty': 'F', 'as': 0.5, 'exclude': True}; allowed: {admiralty: F, as: ...} with another form, or {admiralty: F, exclude: true})
= 'as' beside another letter
- reliability: 0.6
+ reliability: {admiralty: B, as: 0.5}
12: sources[neighbour].reliability: 'as' and 'exclude' go with the letter F only (seen {'admiralty': 'B', 'as': 0.5}; allowed: {admiralty: F, as: ...} with another form, or {admiralty: F, exclude: true})
= F as another letter
- reliability: 0.6
+ reliability: {admiralty: F, as: {admiralty: B}}
12: sources[neighbour].reliability.as: is not a probability (seen {'admiralty': 'B'}; allowed: a number between 0 and 1 or ...)
= a faulty number in 'as'
- reliability: 0.6
+ reliability: {admiralty: F, as: 1.5}
12: sources[neighbour].reliability.as: is out of range (seen 1.5; allowed: at most 1)
= a persistent reliability of 1
- reliability: 0.6
+ reliability: {persistent: 1}
12: sources[neighbour].reliability.persistent: is out of range (seen 1; allowed: below 1)
= a misspelt form of reliability
- reliability: 0.6
+ reliability: {persistant: 0.5}
12: sources[neighbour].reliability: is not a reliability (seen {'persistant': 0.5}; allowed: a number between 0 and 1 or ... or {persistent: p} or {admiralty: B}); did you mean 'persistent'?
= no reliability
- {id: neighbour, reliability: 0.6}
+ {id: neighbour}
12: sources[neighbour].reliability: is missing
= no chance that an assumption holds
- {id: clock, holds: 0.9}
+ {id: clock}
14: assumptions[clock].holds: is missing
= a number for an id
- id: clock
+ id: 7
- [clock]
+ ["7"]
14: assumptions[0].id: not text (seen 7; allowed: text; a number or a word such as true needs quotes)
= an id with a space
- id: clock
+ id: the clock
14: assumptions[the clock].id: is not usable as an id (seen 'the clock'; allowed: letters, digits, '_', '-' and '.', beginning with a letter or a digit)
25: items[cloud].requires[0]: no assumption has this name (seen 'clock'; allowed: the clock); did you mean 'the clock'?
= an id with brackets
- id: clock
+ id: "c[1]"
-     requires: [clock]
+
14: assumptions[c[1]].id: is not usable as an id (seen 'c[1]'; allowed: letters, digits, '_', '-' and '.', beginning with a letter or a digit)
= an id with a line break
- id: clock
+ id: "clock\n"
-     requires: [clock]
+
14: assumptions[clock\n].id: is not usable as an id (seen 'clock\n'; allowed: letters, digits, '_', '-' and '.', beginning with a letter or a digit)
= an id of 81 letters
- id: clock
+ id: ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc
-     requires: [clock]
+
14: assumptions[ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc…].id: is too long (seen 'cccccccccccccccccccccccccccccccccccccccccccccccccccccccccc…; allowed: 80 characters)
= an empty id
- id: clock
+ id: ""
-     requires: [clock]
+
14: assumptions[0].id: is empty (seen ''; allowed: at least one character)
= true for an id
- id: clock
+ id: true
-     requires: [clock]
+
14: assumptions[0].id: not text (seen True; allowed: text; a number or a word such as true needs quotes)
= no id
- {id: clock, holds
+ {holds
-     requires: [clock]
+
14: assumptions[0].id: is missing
= a number for a text
- title: Rain
+ title: 2024
2: title: not text (seen 2024; allowed: text; a number or a word such as true needs quotes)
= a date that is not in the calendar
- date: 2024-06-01
+ date: 2024-13-45
18: items[forecast].date: is not a date (seen '2024-13-45'; allowed: a day such as 2024-06-20)
= a number for a date
- date: 2024-06-01
+ date: 20240601
18: items[forecast].date: is not a date (seen 20240601; allowed: a day such as 2024-06-20)
= a year for a date
- date: 2024-06-01
+ date: 2024
18: items[forecast].date: is not a date (seen 2024; allowed: a day such as 2024-06-20)
= a date in another order
- date: 2024-06-01
+ date: 01.06.2024
18: items[forecast].date: is not a date (seen '01.06.2024'; allowed: a day such as 2024-06-20)
= a date with a time
- date: 2024-06-01
+ date: 2024-06-01T10:00:00
18: items[forecast].date: is not a date (seen '2024-06-01T10:00:00'; allowed: a day such as 2024-06-20, without a time)
= a word for a date
- date: 2024-06-01
+ date: yesterday
18: items[forecast].date: is not a date (seen 'yesterday'; allowed: a day such as 2024-06-20)
= a day of assessment that is not in the calendar
- as_of: 2024-06-20
+ as_of: 2024-06-31
3: as_of: is not a date (seen '2024-06-31'; allowed: a day such as 2024-06-20)
= priors that sum to more than 1
- prior: 0.5
+ prior: 0.6
6: questions[rain].hypotheses: the priors do not sum to 1 (seen a sum of 1.1; allowed: 1, within 1e-9)
= priors that miss 1 by two parts in a billion
- prior: 0.5
+ prior: 0.500000002
6: questions[rain].hypotheses: the priors do not sum to 1 (seen a sum of 1.000000002; allowed: 1, within 1e-9)
= a prior missing
- {id: dry, prior: 0.5}
+ {id: dry}
8: questions[rain].hypotheses[dry].prior: is missing
= all priors missing
- , prior: 0.3
+
- , prior: 0.5
+
- , prior: 0.2
+
7: questions[rain].hypotheses[wet].prior: is missing
8: questions[rain].hypotheses[dry].prior: is missing
9: questions[rain].hypotheses[other].prior: is missing
= weights and priors
-     hypotheses:
+     weights: {wet: 3, dry: 5, other: 2}
+     hypotheses:
6: questions[rain].weights: there are priors too (allowed: priors or weights, not both)
= weights of other hypotheses
- , prior: 0.3
+
- , prior: 0.5
+
- , prior: 0.2
+
-     hypotheses:
+     weights: {wett: 3, dry: 5}
+     hypotheses:
6: questions[rain].weights[wett]: no hypothesis has this name (seen 'wett'; allowed: dry, other, wet); did you mean 'wet'?
6: questions[rain].weights: no entry for wet, other (allowed: one for each hypothesis)
= weights that are not positive
- , prior: 0.3
+
- , prior: 0.5
+
- , prior: 0.2
+
-     hypotheses:
+     weights: {wet: 0, dry: 5, other: -2}
+     hypotheses:
6: questions[rain].weights[wet]: is out of range (seen 0; allowed: above 0)
6: questions[rain].weights[other]: is out of range (seen -2; allowed: above 0)
= a concentration of nothing
-     hypotheses:
+     concentration: 0
+     hypotheses:
6: questions[rain].concentration: is out of range (seen 0; allowed: above 0)
= no catch-all
- , catch_all: true
+
6: questions[rain].hypotheses: no hypothesis is the catch-all (allowed: catch_all: true on one hypothesis, or exhaustive: 'why none is needed')
= two catch-alls
- prior: 0.5
+ prior: 0.5, catch_all: true
9: questions[rain].hypotheses[other].catch_all: there is a catch-all already (allowed: one)
= yes for true
- catch_all: true
+ catch_all: yes
9: questions[rain].hypotheses[other].catch_all: neither true nor false (seen 'yes'; allowed: true or false)
= exhaustive without a reason
- catch_all: true
+ catch_all: false
-     hypotheses:
+     exhaustive: true
+     hypotheses:
6: questions[rain].exhaustive: not text (seen True; allowed: text; a number or a word such as true needs quotes)
= one hypothesis
-       - {id: dry, prior: 0.5}
+
-       - {id: other, prior: 0.2, catch_all: true}
+
6: questions[rain].hypotheses: has too few entries (seen [{'id': 'wet', 'prior': 0.3}]; allowed: at least 2)
= no hypotheses
-     hypotheses:
+     hypotheses: []
-       - {id: wet, prior: 0.3}
+
-       - {id: dry, prior: 0.5}
+
-       - {id: other, prior: 0.2, catch_all: true}
+
6: questions[rain].hypotheses: has too few entries (seen []; allowed: at least 2)
= two hypotheses of one name
- id: dry
+ id: wet
- {wet: 0.8, dry: 0.25, other: 0.4}
+ {wet: 0.8, other: 0.4}
8: questions[rain].hypotheses[wet].id: the name is taken already (seen 'wet'; allowed: a name of its own)
= a hypothesis called others
- id: dry
+ id: others
- {wet: 0.8, dry: 0.25, other: 0.4}
+ {wet: 0.8, others: 0.4}
8: questions[rain].hypotheses[others].id: 'others' stands for all hypotheses not named (seen 'others'; allowed: another name)
= a kind that is not known
-   - id: rain
+   - id: rain
+     kind: choise
6: questions[rain].kind: is not one of the allowed words (seen 'choise'; allowed: choice, quantity); did you mean 'choice'?
= a unit without a quantity
-   - id: rain
+   - id: rain
+     unit: mm
6: questions[rain].unit: belongs to a question about a quantity (allowed: kind: quantity beside it)
@ no row for a combination
-       - {when: {rain: dry}, prior: {slippery: 0.1, safe: 0.9}}
+
12: questions[streets].table: no row for {rain: dry} (allowed: one row for every combination)
@ two rows for one combination
- {when: {rain: dry},
+ {when: {rain: wet},
12: questions[streets].table: no row for {rain: dry} (allowed: one row for every combination)
14: questions[streets].table[row 2].when: another row has the same combination (allowed: one row for each)
@ a row for an unknown hypothesis
- {when: {rain: dry},
+ {when: {rain: drie},
12: questions[streets].table: no row for {rain: dry} (allowed: one row for every combination)
14: questions[streets].table[row 2].when[rain]: no hypothesis has this name (seen 'drie'; allowed: dry, wet)
@ a row for an unknown question
- {when: {rain: dry},
+ {when: {rains: dry},
12: questions[streets].table: no row for {rain: dry} (allowed: one row for every combination)
14: questions[streets].table[row 2].when[rains]: no question this one is linked to has this name (seen 'rains'; allowed: rain); did you mean 'rain'?
14: questions[streets].table[row 2].when: no entry for rain (allowed: one for each question this one is linked to)
@ a row of other hypotheses
- slippery: 0.1,
+ slipery: 0.1,
14: questions[streets].table[row 2].prior[slipery]: no hypothesis has this name (seen 'slipery'; allowed: safe, slippery); did you mean 'slippery'?
14: questions[streets].table[row 2].prior: no entry for slippery (allowed: one for each hypothesis)
@ a row that does not sum to 1
- slippery: 0.1,
+ slippery: 0.2,
14: questions[streets].table[row 2].prior: the priors do not sum to 1 (seen a sum of 1.1; allowed: 1, within 1e-9)
@ a distribution in a row
- slippery: 0.1,
+ slippery: {beta: [1, 9]},
14: questions[streets].table[row 2].prior[slippery]: is not a plain number (seen {'beta': [1, 9]}; allowed: a number between 0 and 1; how firm a prior is, is said by the question's concentration)
@ a row without its state
- {when: {rain: dry}, prior
+ {prior
14: questions[streets].table[row 2].when: is missing
@ no table
-     table:
+
-       - {when: {rain: wet}, prior: {slippery: 0.8, safe: 0.2}}
+
-       - {when: {rain: dry}, prior: {slippery: 0.1, safe: 0.9}}
+
8: questions[streets].table: no row for {rain: wet}, {rain: dry} (allowed: one row for every combination)
@ a table without a link
-     given: [rain]
+
12: questions[streets].table: the question is not linked to any other (allowed: given: [question])
@ a prior beside the table
- {id: safe}
+ {id: safe, prior: 0.5}
11: questions[streets].hypotheses[safe].prior: a linked question has its priors in its table (allowed: no prior here)
@ weights beside the table
-     given: [rain]
+     given: [rain]
+     weights: {slippery: 1, safe: 1}
11: questions[streets].weights: a linked question has its priors in its table (allowed: no weights)
@ a link to an unknown question
- given: [rain]
+ given: [rian]
10: questions[streets].given[0]: no question has this name (seen 'rian'; allowed: rain, streets); did you mean 'rain'?
@ a link named twice
- given: [rain]
+ given: [rain, rain]
10: questions[streets].given[1]: is named twice (seen 'rain'; allowed: each question once)
@ a link to the question itself
- given: [rain]
+ given: [streets]
- {rain: wet}
+ {streets: slippery}
- {rain: dry}
+ {streets: safe}
10: questions[streets].given: goes round in a circle (seen streets -> streets)
@ questions in a circle
-       - {id: dry, prior: 0.6, catch_all: true}
+       - {id: dry, catch_all: true}
+     given: [streets]
+     table:
+       - {when: {streets: slippery}, prior: {wet: 0.7, dry: 0.3}}
+       - {when: {streets: safe}, prior: {wet: 0.2, dry: 0.8}}
- , prior: 0.4
+
8: questions[rain].given: goes round in a circle (seen rain -> streets -> rain)
@ which question an item bears on
-     question: streets
+
18: items[fall].question: is missing, and the case has several questions (allowed: rain, streets)
= an unknown source
- source: radio
+ source: raido
17: items[forecast].source: no source has this name (seen 'raido'; allowed: neighbour, radio); did you mean 'radio'?
= an unknown source on a path
- [neighbour]
+ [neighbour, Radio]
22: items[cloud].source[1]: no source has this name (seen 'Radio'; allowed: neighbour, radio); did you mean 'radio'?
= an unknown assumption
- [clock]
+ [clok]
25: items[cloud].requires[0]: no assumption has this name (seen 'clok'; allowed: clock); did you mean 'clock'?
= an unknown item repeated
- item: forecast
+ item: forcast
26: items[cloud].repeats.item: no item has this name (seen 'forcast'; allowed: cloud, forecast); did you mean 'forecast'?
= an unknown item given
-     requires: [clock]
+     given: [forcast]
+     requires: [clock]
25: items[cloud].given[0]: no item has this name (seen 'forcast'; allowed: cloud, forecast); did you mean 'forecast'?
= an unknown question
-     source: radio
+     source: radio
+     question: rane
18: items[forecast].question: no question or assumption has this name (seen 'rane'; allowed: clock, rain); did you mean 'rain'?
= an unknown hypothesis in a likelihood
- dry: 0.25
+ dyr: 0.25
19: items[forecast].likelihood[dyr]: no hypothesis has this name (seen 'dyr'; allowed: dry, other, wet); did you mean 'dry'?
19: items[forecast].likelihood: no entry for dry (allowed: one for each hypothesis, or others: p for the rest)
= an unknown hypothesis of a ratio
-     likelihood: {wet: 0.8, dry: 0.25, other: 0.4}
+     ratio: {for: wett, value: 8}
19: items[forecast].ratio.for: no hypothesis has this name (seen 'wett'; allowed: dry, other, wet); did you mean 'wet'?
= an unknown hypothesis of a search
-     likelihood: {wet: 0.8, dry: 0.25, other: 0.4}
+     search: {found: false, chance: {wet: 0.8, fog: 0.1, others: 0.2}}
19: items[forecast].search.chance[fog]: no hypothesis has this name (seen 'fog'; allowed: dry, other, wet)
= an unknown hypothesis of a biased source
- if_unreliable: 0.55
+ if_unreliable: {wet: 0.5, fog: 0.1, others: 0.2}
20: items[forecast].if_unreliable[fog]: no hypothesis has this name (seen 'fog'; allowed: dry, other, wet)
= two items of one name
- id: cloud
+ id: forecast
-     repeats: {item: forecast, chance: 0.15}
+
21: items[forecast].id: the name is taken already by another entry of items (seen 'forecast'; allowed: a name of its own)
= two sources of one name
- id: neighbour
+ id: radio
- [neighbour]
+ [radio]
12: sources[radio].id: the name is taken already by another entry of sources (seen 'radio'; allowed: a name of its own)
= an assumption called like a question
- id: clock
+ id: rain
- [clock]
+ [rain]
14: assumptions[rain].id: the name is taken already by another entry of questions (seen 'rain'; allowed: a name of its own)
= two questions of one name
- sources:
+   - {id: rain, exhaustive: yes, hypotheses: [{id: a, prior: 0.5}, {id: b, prior: 0.5}]}
+ sources:
10: questions[rain].id: the name is taken already by another entry of questions (seen 'rain'; allowed: a name of its own)
= items that repeat each other
-     if_unreliable: 0.55
+     if_unreliable: 0.55
+     repeats: {item: cloud, chance: 0.5}
21: items[forecast].repeats.item: goes round in a circle (seen forecast -> cloud -> forecast)
= an item that repeats itself
- item: forecast
+ item: cloud
26: items[cloud].repeats.item: goes round in a circle (seen cloud -> cloud)
= an item given itself
-     requires: [clock]
+     given: [cloud]
+     requires: [clock]
25: items[cloud].given: goes round in a circle (seen cloud -> cloud)
= items given each other
-     if_unreliable: 0.55
+     if_unreliable: 0.55
+     given: [cloud]
-     requires: [clock]
+     given: [forecast]
+     requires: [clock]
21: items[forecast].given: goes round in a circle (seen forecast -> cloud -> forecast)
= a likelihood without one of the hypotheses
- dry: 0.25, other
+ other
19: items[forecast].likelihood: no entry for dry (allowed: one for each hypothesis, or others: p for the rest)
= others beside all the hypotheses
- other: 0.4
+ other: 0.4, others: 0.4
19: items[forecast].likelihood[others]: every hypothesis is named already (allowed: no 'others' beside them)
= an empty likelihood
- {wet: 0.8, dry: 0.25, other: 0.4}
+ {}
19: items[forecast].likelihood: has too few entries (seen {}; allowed: at least 1)
= a likelihood that is one number
- {wet: 0.8, dry: 0.25, other: 0.4}
+ 0.8
19: items[forecast].likelihood: is not a mapping (seen 0.8; allowed: keys with values)
= a likelihood that is a list
- {wet: 0.8, dry: 0.25, other: 0.4}
+ [0.8, 0.25, 0.4]
19: items[forecast].likelihood: is not a mapping (seen [0.8, 0.25, 0.4]; allowed: keys with values)
= two ways of saying it
-     likelihood: {wet: 0.8, dry: 0.25, other: 0.4}
+     likelihood: {wet: 0.8, dry: 0.25, other: 0.4}
+     ratio: {for: wet, value: 8}
16: items[forecast]: says what it says in more than one way (seen likelihood, ratio; allowed: exactly one of likelihood, ratio, search, rating, says)
= no way of saying it
-     likelihood: {wet: 0.8, dry: 0.25, other: 0.4}
+
16: items[forecast]: does not say how likely it is (allowed: exactly one of likelihood, ratio, search, rating, says)
= no if_unreliable
-     if_unreliable: 0.55
+
16: items[forecast].if_unreliable: is missing; its source may not track the truth (allowed: P(this item appears | the source does not track the truth))
= no if_unreliable for a wholly reliable source with an assumption
-     if_unreliable: 0.45
+
- reliability: 0.6
+ reliability: {value: 1, certain: true}
21: items[cloud].if_unreliable: is missing; it rests on assumptions that may fail (allowed: P(this item appears | the source does not track the truth))
= if_unreliable for some hypotheses
- if_unreliable: 0.55
+ if_unreliable: {wet: 0.5}
20: items[forecast].if_unreliable: no entry for dry, other (allowed: one for each hypothesis, or others: p for the rest)
= a faulty if_unreliable for a hypothesis
- if_unreliable: 0.55
+ if_unreliable: {wet: 1.5, others: 0.5}
20: items[forecast].if_unreliable[wet]: is out of range (seen 1.5; allowed: at most 1)
= a faulty form for if_unreliable
- if_unreliable: 0.55
+ if_unreliable: {beta: [1, -2]}
20: items[forecast].if_unreliable.beta[1]: is out of range (seen -2; allowed: above 0)
= a ratio of nothing
-     likelihood: {wet: 0.8, dry: 0.25, other: 0.4}
+     ratio: {for: wet, value: 0}
19: items[forecast].ratio.value: is out of range (seen 0; allowed: above 0)
= a ratio in words
-     likelihood: {wet: 0.8, dry: 0.25, other: 0.4}
+     ratio: {for: wet, value: eight}
19: items[forecast].ratio.value: is not a number (seen 'eight'; allowed: a number)
= a ratio as a Beta
-     likelihood: {wet: 0.8, dry: 0.25, other: 0.4}
+     ratio: {for: wet, value: {beta: [8, 1]}}
19: items[forecast].ratio.value.lognormal: is missing
19: items[forecast].ratio.value.beta: is not a known key (allowed: lognormal)
= a lognormal ratio without its end
-     likelihood: {wet: 0.8, dry: 0.25, other: 0.4}
+     ratio: {for: wet, value: {lognormal: {median: 8}}}
19: items[forecast].ratio.value.lognormal.p95: is missing
= a lognormal ratio that goes down
-     likelihood: {wet: 0.8, dry: 0.25, other: 0.4}
+     ratio: {for: wet, value: {lognormal: {median: 8, p95: 2}}}
19: items[forecast].ratio.value.lognormal: the 95th percentile must be above the median (seen {'median': 8, 'p95': 2})
= a search without its outcome
-     likelihood: {wet: 0.8, dry: 0.25, other: 0.4}
+     search: {chance: {wet: 0.8, others: 0.2}}
19: items[forecast].search.found: is missing
= a search with one chance
-     likelihood: {wet: 0.8, dry: 0.25, other: 0.4}
+     search: {found: true, chance: 0.8}
19: items[forecast].search.chance: is not a mapping (seen 0.8; allowed: keys with values)
= a claim about a quantity
-     likelihood: {wet: 0.8, dry: 0.25, other: 0.4}
+     says: {about: 5, spread: 0.1}
19: items[forecast].says: is a claim about a quantity, and the question is not about one (seen 'rain'; allowed: likelihood, ratio or search)
= ratings with letters that are none, for a hypothesis that is none, and none for another
-     likelihood: {wet: 0.8, dry: 0.25, other: 0.4}
+     rating: {wet: CCC, dyr: I, other: N}
19: items[forecast].rating[wet]: is not one of the allowed words (seen 'CCC'; allowed: CC, C, N, I, II, NA); did you mean 'CC'?
19: items[forecast].rating[dyr]: no hypothesis has this name (seen 'dyr'; allowed: dry, other, wet); did you mean 'dry'?
19: items[forecast].rating: no entry for dry (allowed: one for each hypothesis)
= a rating that is no mapping
-     likelihood: {wet: 0.8, dry: 0.25, other: 0.4}
+     rating: CC
19: items[forecast].rating: is not a mapping (seen 'CC'; allowed: keys with values)
= a rating beside a likelihood
-     likelihood: {wet: 0.8, dry: 0.25, other: 0.4}
+     likelihood: {wet: 0.8, dry: 0.25, other: 0.4}
+     rating: {wet: CC, dry: I, other: NA}
16: items[forecast]: says what it says in more than one way (seen likelihood, rating; allowed: exactly one of likelihood, ratio, search, rating, says)
= a table of ratings that is none
-     likelihood: {wet: 0.8, dry: 0.25, other: 0.4}
+     rating: {wet: CC, dry: I, other: NA}
+     rating_table: ach_v9
20: items[forecast].rating_table: is not one of the allowed words (seen 'ach_v9'; allowed: ach_v0); did you mean 'ach_v0'?
= a candidate that does not say what may be found
- title: Rain
+ title: Rain
+ candidates: [{id: sonde, source: radio, if_unreliable: 0.5}]
3: candidates[sonde]: does not say what may be found (allowed: exactly one of likelihood, search, outcomes)
= a candidate with the name of an item
- title: Rain
+ title: Rain
+ candidates: [{id: cloud, source: radio, search: {chance: {wet: 0.9, others: 0.1}}, if_unreliable: 0.5}]
3: candidates[cloud].id: the name is taken already by another entry of items (seen 'cloud'; allowed: a name of its own)
= an empty path
- [neighbour]
+ []
22: items[cloud].source: has too few entries (seen []; allowed: at least 1)
= a source twice on a path
- [neighbour]
+ [neighbour, radio, neighbour]
22: items[cloud].source[2]: is on the path twice (seen 'neighbour'; allowed: each source once)
= nothing on a path
- [neighbour]
+ [null]
22: items[cloud].source[0]: not text (seen nothing; allowed: text; a number or a word such as true needs quotes)
= nothing for a source
- source: radio
+ source:
17: items[forecast].source: not text (seen nothing; allowed: text; a number or a word such as true needs quotes)
= no source
-     source: radio
+
16: items[forecast].source: is missing
= a number for a source
- source: radio
+ source: 7
17: items[forecast].source: not text (seen 7; allowed: text; a number or a word such as true needs quotes)
= an assumption required twice
- [clock]
+ [clock, clock]
25: items[cloud].requires[1]: is named twice (seen 'clock'; allowed: each assumption once)
= an assumption without a list
- [clock]
+ clock
25: items[cloud].requires: is not a list (seen 'clock'; allowed: a list, [a, b, ...])
= an item that rests on the assumption it bears on
-     likelihood: {wet: 0.95, others: 0.35}
+     question: clock
+     likelihood: {holds: 0.95, fails: 0.35}
26: items[cloud].requires[0]: an item cannot rest on the assumption it bears on (seen 'clock')
= an item about an assumption with a question's hypotheses
-     source: radio
+     source: radio
+     question: clock
20: items[forecast].likelihood[wet]: no hypothesis has this name (seen 'wet'; allowed: fails, holds)
20: items[forecast].likelihood[dry]: no hypothesis has this name (seen 'dry'; allowed: fails, holds)
20: items[forecast].likelihood[other]: no hypothesis has this name (seen 'other'; allowed: fails, holds)
20: items[forecast].likelihood: no entry for holds, fails (allowed: one for each hypothesis, or others: p for the rest)
= a repetition without its chance
- , chance: 0.15
+
26: items[cloud].repeats.chance: is missing
= a repetition that is a name
- {item: forecast, chance: 0.15}
+ forecast
26: items[cloud].repeats: is not a mapping (seen 'forecast'; allowed: keys with values)
= nothing after items
- items:
+ items:
+ ignored:
15: items: is not a list (seen nothing; allowed: a list, [a, b, ...])
16: ignored: is not a known key (allowed: ...)
= an empty item
- items:
+ items:
+   - {}
16: items[0].id: is missing
16: items[0].source: is missing
16: items[0]: does not say how likely it is (allowed: exactly one of likelihood, ratio, search, rating, says)
= a null item
- items:
+ items:
+   - null
16: items[0]: is not a mapping (seen nothing; allowed: keys with values)
= a text for an item
- items:
+ items:
+   - it rained
16: items[0]: is not a mapping (seen 'it rained'; allowed: keys with values)
= a null source
- sources:
+ sources:
+   - null
11: sources[0]: is not a mapping (seen nothing; allowed: keys with values)
= a null question
- questions:
+ questions:
+   - null
5: questions[0]: is not a mapping (seen nothing; allowed: keys with values)
17: items[forecast].question: is missing, and the case has several questions (allowed: rain, clock)
22: items[cloud].question: is missing, and the case has several questions (allowed: rain, clock)
= a null hypothesis
-     hypotheses:
+     hypotheses:
+       - null
7: questions[rain].hypotheses[0]: is not a mapping (seen nothing; allowed: keys with values)
= a mapping for the sources
- sources:
+ sources: {radio: 0.8}
+ ignored:
10: sources: is not a list (seen {'radio': 0.8}; allowed: a list, [a, b, ...])
11: ignored: is not a known key (allowed: ...)
= a number for the assumptions
- assumptions:
+ assumptions: 3
+ ignored:
13: assumptions: is not a list (seen 3; allowed: a list, [a, b, ...])
14: ignored: is not a known key (allowed: ...)
= no questions
- questions:
+ questions: []
+ ignored:
4: questions: has too few entries (seen []; allowed: at least 1)
5: ignored: is not a known key (allowed: ...)
"""  # noqa: E501


QUICKLY = 8.0
"""Seconds; all that must be quick takes less than one, or minutes where it is not quick."""


class Mistake(NamedTuple):
    name: str
    base: str
    changes: tuple[tuple[str, str], ...]
    told: tuple[str, ...]

    @property
    def spans(self) -> list[tuple[int, int]]:
        starts = [self.base.index(old) for old, _ in self.changes]
        return [(k, k + len(old)) for k, (old, _) in zip(starts, self.changes, strict=True)]

    @property
    def is_syntax(self) -> bool:
        return any("is not valid YAML" in line for line in self.told)

    def touches(self, other: Mistake) -> bool:
        return any(a < d and c < b for a, b in self.spans for c, d in other.spans)


def with_changes(*mistakes: Mistake) -> str:
    text = mistakes[0].base
    edits = [(s, new) for m in mistakes for s, (_, new) in zip(m.spans, m.changes, strict=True)]
    for (start, end), new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def mistakes() -> Iterator[Mistake]:
    kinds = {"=": "name", "@": "name", "-": "old", "+": "new"}
    name, base = "", CASE
    changes: list[tuple[str, str]] = []
    told: list[str] = []
    for kind, group in groupby(MISTAKES.strip("\n").split("\n"), lambda x: kinds.get(x[0], "told")):
        lines = list(group)
        body = "\n".join(line[2:] for line in lines)
        if kind == "name":
            if name:
                yield Mistake(name, base, tuple(changes), tuple(told))
            name, base, changes, told = body, CASE if lines[0][0] == "=" else LINKED, [], []
        elif kind == "old":
            changes.append((body, ""))
        elif kind == "new":
            changes[-1] = (changes[-1][0], body)
        else:
            told = lines
    yield Mistake(name, base, tuple(changes), tuple(told))


ALL = tuple(mistakes())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "case.yaml"


def told_of(path: Path) -> list[str]:
    """The lines of the error, without the name of the file."""
    with pytest.raises(CaseError) as caught:
        assess.load_case(path)
    return [line.removeprefix(str(path)).removeprefix(":").lstrip() for line in lines_of(caught)]


def lines_of(caught: pytest.ExceptionInfo[CaseError]) -> list[str]:
    return str(caught.value).split("\n")


def agrees(expected: str, line: str) -> bool:
    """Whether a line is as expected, '...' standing for any text."""
    start, *parts = expected.split("...")
    if not parts:
        return line == expected
    if not line.startswith(start) or not line.endswith(parts[-1]):
        return False
    at = len(start)
    for part in parts:
        at = line.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return True


# --- one mistake ----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [CASE, LINKED], ids=["CASE", "LINKED"])
def test_cases_without_a_mistake_are_accepted(text: str, file: Path) -> None:
    """The cases that are spoilt below are sound by themselves, and can be weighed."""
    file.write_text(text)
    credence = assess.weigh(assess.load_case(file))["exact"]["credence"]
    assert float(credence.min()) > 0.0


def test_table_has_each_mistake_once() -> None:
    """Every change of the table changes one place of its case, and no name is used twice."""
    assert len(ALL) > 200
    assert len({m.name for m in ALL}) == len(ALL)
    assert all(m.base.count(old) == 1 for m in ALL for old, _ in m.changes)


@pytest.mark.parametrize("mistake", ALL, ids=lambda m: m.name)
def test_mistake_is_told_at_its_line_and_nothing_else_is(mistake: Mistake, file: Path) -> None:
    """Address, line, what was seen, what is allowed, the closest name; and no echo of it."""
    file.write_text(with_changes(mistake))
    told = told_of(file)
    assert len(told) == len(mistake.told), told
    for expected, line in zip(mistake.told, told, strict=True):
        assert agrees(expected, line), line


# --- several mistakes -----------------------------------------------------------------------------

# Mistakes in five different parts, none of which changes what the rest of the case means.
ASIDE = (
    "an unknown key of the case",
    "a concentration of nothing",
    "an unknown key of a source",
    "an unknown key of an assumption",
    "an unknown key of an item",
    "an unknown key of a repetition",
)
# These change what the part is called or what section it is in, and with it the addresses.
RENAMES = {
    "a tag on a list",  # what is in a list with a tag is not looked at
    "nothing after items",
    "a mapping for the sources",
    "a number for the assumptions",
    "no questions",
    "a number for an id",
    "an id with a space",
    "an id with brackets",
    "an id with a line break",
    "an id of 81 letters",
    "an empty id",
    "true for an id",
    "no id",
    "two items of one name",
    "two sources of one name",
    "an assumption called like a question",
    "a repetition that is a name",
}


def without_lines(told: tuple[str, ...] | list[str]) -> set[str]:
    return {line.partition(": ")[2].split(" (")[0] for line in told}


@pytest.mark.parametrize(
    "mistake",
    [m for m in ALL if m.base is CASE and not m.is_syntax and m.name not in RENAMES],
    ids=lambda m: m.name,
)
def test_mistake_neither_hides_others_nor_is_hidden(mistake: Mistake, file: Path) -> None:
    """With mistakes in all the other parts of the case, all of them are told and nothing more."""
    others = [m for m in ALL if m.name in ASIDE and not m.touches(mistake) and m is not mistake]
    assert len(others) >= 4
    file.write_text(with_changes(mistake, *others))
    expected = {m for one in (mistake, *others) for m in without_lines(one.told)}
    assert without_lines(told_of(file)) == expected


MANY = """\
format: assess/1
titel: Rain
questions:
  - id: rain
    hypotheses:
      - {id: wet, prior: 1.3}
      - {id: dry, prior: "0,5"}
      - {id: other, prior: 0.2, catch_all: true, catch_all: true}
sources:
  - {id: radio, reliability: {admiralty: F}}
  - {id: neighbour, reliability: {betta: [6, 4]}}
  - {id: radio, reliability: 0.5}
assumptions:
  - {id: clock, holds: 1}
items:
  - id: forecast
    source: raido
    date: 2024-13-45
    likelihood: {wet: 0.8, dyr: 0.25, other: .nan}
    if_unreliable: 0.5
  - id: cloud
    source: [neighbour, neighbour]
    likelihood: {wet: 0.95, dry: 0.3}
    requires: [clok]
    repeats: {item: cloud, chance: {triangular: [0.5, 0.2, 0.9]}}
"""
MANY_TOLD = """\
2: titel: is not a known key (allowed: ...); did you mean 'title'?
6: questions[rain].hypotheses[wet].prior: is out of range (seen 1.3; allowed: at most 1)
7: questions[rain].hypotheses[dry].prior: is not a number (seen '0,5'; ...)
8: questions[rain].hypotheses[other].catch_all: the key is there twice (allowed: each key once)
10: sources[radio].reliability: F means that reliability cannot be judged; ...
11: sources[neighbour].reliability: is not a reliability (...); did you mean 'beta'?
12: sources[radio].id: the name is taken already by another entry of sources (...)
14: assumptions[clock].holds: can never be undone by evidence (seen 1; ...)
17: items[forecast].source: no source has this name (seen 'raido'; ...); did you mean 'radio'?
18: items[forecast].date: is not a date (seen '2024-13-45'; allowed: a day such as 2024-06-20)
19: items[forecast].likelihood[other]: is not a finite number (seen nan; ...)
19: items[forecast].likelihood[dyr]: no hypothesis has this name (...); did you mean 'dry'?
19: items[forecast].likelihood: no entry for dry (...)
21: items[cloud].if_unreliable: is missing; it rests on assumptions that may fail (...)
22: items[cloud].source[1]: is on the path twice (seen 'neighbour'; allowed: each source once)
23: items[cloud].likelihood: no entry for other (...)
24: items[cloud].requires[0]: no assumption has this name (seen 'clok'; ...); did you mean 'clock'?
25: items[cloud].repeats.chance: expected low <= mode <= high, and low below high (...)
25: items[cloud].repeats.item: goes round in a circle (seen cloud -> cloud)
"""


def test_all_mistakes_of_a_file_are_told_at_once_in_its_order(file: Path) -> None:
    """Nineteen mistakes, from the reader, the models and the whole: one error, line by line."""
    file.write_text(MANY)
    told = told_of(file)
    expected = MANY_TOLD.splitlines()
    assert [k.partition(":")[0] for k in told] == [k.partition(":")[0] for k in expected]
    for line in expected:
        assert any(agrees(line, found) for found in told), line


@pytest.mark.parametrize("verb", ["weigh", "check"])
def test_wrong_case_goes_to_standard_error_with_status_1(
    verb: str, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No traceback, nothing on standard output, every problem with file and line."""
    file.write_text(MANY)
    assert main([verb, str(file)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    *lines, last = err.splitlines()
    assert len(lines) == 19
    assert all(line.startswith(f"{file}:") for line in lines)
    assert last == "19 problems; nothing was weighed"


@pytest.mark.parametrize("verb", ["weigh", "check"])
def test_wrong_case_as_json_lists_its_problems(
    verb: str, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Standard output is one JSON object: `problems`, with the same facts as the text."""
    file.write_text(MANY)
    assert main([verb, str(file), "--json"]) == 1
    out, err = capsys.readouterr()
    result = json.loads(out)
    assert list(result) == ["problems"]
    assert len(result["problems"]) == 19
    assert result["problems"][0] == {
        "address": "titel",
        "line": 2,
        "message": "is not a known key",
        "allowed": (
            "as_of, assumptions, candidates, cost_unit, format, items, questions, sources, text, "
            "title"
        ),
        "closest": "title",
    }
    assert result["problems"][1] == {
        "address": "questions[rain].hypotheses[wet].prior",
        "line": 6,
        "message": "is out of range",
        "seen": "1.3",
        "allowed": "at most 1",
    }
    assert len(err.splitlines()) == 20


def test_problems_can_be_read_from_the_error(file: Path) -> None:
    """In Python the error is a ValueError with the problems as objects."""
    file.write_text(MANY)
    with pytest.raises(ValueError, match="titel") as caught:
        assess.load_case(file)
    assert isinstance(caught.value, assess.CaseError)
    assert caught.value.origin == str(file)
    assert {p.line for p in caught.value.problems} >= {2, 6, 25}
    assert hash(caught.value) == hash(caught.value)


# --- files that are no text, or too much of it ----------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        pytest.param(
            CASE.replace("Rain", "Größe").encode("latin-1"),
            "2: is not UTF-8 text (seen byte 0xf6; allowed: a file saved as UTF-8)",
            id="latin-1",
        ),
        pytest.param(
            CASE.replace("Rain", "„Rain“").encode("cp1252"),
            "2: is not UTF-8 text (seen byte 0x84; allowed: a file saved as UTF-8)",
            id="cp1252",
        ),
        pytest.param(
            CASE.encode("utf-16"),
            "1: is not UTF-8 text (seen byte 0xff; allowed: a file saved as UTF-8)",
            id="UTF-16 with a mark",
        ),
        pytest.param(
            CASE.encode("utf-16-le"),
            "1: is not valid YAML: a character that cannot stand in a text (seen character 0x0000)",
            id="UTF-16 without a mark",
        ),
        pytest.param(
            CASE.encode("utf-32"),
            "1: is not UTF-8 text (seen byte 0xff; allowed: a file saved as UTF-8)",
            id="UTF-32",
        ),
        pytest.param(
            CASE.replace("holds", "hol\x07ds").encode(),
            "14: is not valid YAML: a character that cannot stand in a text "
            "(seen character 0x0007)",
            id="a control character",
        ),
        pytest.param(b"\x89PNG\r\n\x1a\n", "1: is not UTF-8 text ...", id="a picture"),
        pytest.param(b"PK\x03\x04", "1: is not valid YAML: ...", id="an archive"),
    ],
)
def test_file_in_another_encoding_is_refused_with_its_line(
    raw: bytes, told: str, file: Path
) -> None:
    """The first byte or character that cannot be read is told, with its line."""
    file.write_bytes(raw)
    (line,) = told_of(file)
    assert agrees(told, line), line


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(CASE.encode("utf-8-sig"), id="with a byte order mark"),
        pytest.param(CASE.replace("\n", "\r\n").encode(), id="with Windows line ends"),
        pytest.param(("---\n" + CASE + "...\n").encode(), id="with YAML's marks"),
        pytest.param(("%YAML 1.2\n---\n" + CASE).encode(), id="with YAML's version"),
    ],
)
def test_file_as_editors_save_it_is_accepted(raw: bytes, file: Path) -> None:
    """A byte order mark, Windows line ends and YAML's own marks change nothing."""
    file.write_text(CASE)
    plain = assess.load_case(file)
    file.write_bytes(raw)
    assert assess.load_case(file) == plain


@pytest.mark.parametrize(
    ("text", "suffix"),
    [
        *((text, "yaml") for text in ("", "\n  \n", "# to be written\n", "---\n", "null\n")),
        *((text, "json") for text in ("", "\n  \n", "null\n")),
    ],
)
def test_empty_file_is_told_to_be_empty(text: str, suffix: str, tmp_path: Path) -> None:
    """Nothing, blanks, a comment or null: the file is empty."""
    path = tmp_path / f"case.{suffix}"
    path.write_text(text)
    assert told_of(path) == ["the file is empty"]


@pytest.mark.parametrize(
    "text", ["- format: assess/1\n", "hello\n", "3\n", ".nan\n", "2024-01-01\n"]
)
def test_file_that_is_no_mapping_is_told_what_a_case_is(text: str, file: Path) -> None:
    """A list, a word or a number at the top is no case."""
    file.write_text(text)
    (line,) = told_of(file)
    assert line.startswith("1: a case is a mapping (seen ")
    assert line.endswith("allowed: format, questions, sources, items)")


@pytest.mark.parametrize("suffix", ["yaml", "json"])
def test_file_of_50_megabytes_is_refused_by_its_size(suffix: str, tmp_path: Path) -> None:
    """Its content is not looked at (to read so much would take minutes)."""
    path = tmp_path / f"case.{suffix}"
    with path.open("wb") as stream:
        stream.write(CASE.encode())
        stream.truncate(50_000_000)
    began = time.perf_counter()
    (line,) = told_of(path)
    assert time.perf_counter() - began < QUICKLY
    allowed = files.LARGEST[f".{suffix}"] // 1_000_000
    assert line == f"the file is too large for a case (seen 50.0 MB; allowed: at most {allowed} MB)"


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no endless file here")
def test_endless_file_is_refused() -> None:
    """A file that has no size is read up to the limit only."""
    (line,) = told_of(Path("/dev/zero"))
    assert line == "the file is too large for a case (seen more; allowed: at most 8 MB)"


def bomb(levels: int) -> str:
    rows = (f"a{k}: &a{k} [{', '.join([f'*a{k - 1}'] * 10)}]" for k in range(1, levels))
    return "\n".join(("a0: &a0 [x, x, x, x, x, x, x, x, x, x]", *rows))


def test_alias_bomb_is_refused_in_a_moment(file: Path) -> None:
    """Aliases of aliases that would come to 10^60 words are each refused where they stand."""
    file.write_text(f"{CASE}{bomb(60)}\n")
    began = time.perf_counter()
    told = told_of(file)
    assert time.perf_counter() - began < QUICKLY
    assert "28: a1[0]: is an alias (*a0); write the value out instead" in told
    assert sum("is an alias" in line for line in told) == 590


def test_list_that_contains_itself_is_refused(file: Path) -> None:
    """An alias of what is still being read has no end."""
    file.write_text("format: assess/1\nquestions: &q [*q]\n")
    told = told_of(file)
    assert told == ["2: questions[0]: is an alias (*q); write the value out instead"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("[" * 5_000 + "]" * 5_000, "1: is nested too deeply to be a case", id="lists"),
        pytest.param("[" * 100_000, "1: is nested too deeply to be a case", id="open lists"),
        pytest.param("{a: " * 3_000, "1: is nested too deeply to be a case", id="mappings"),
        pytest.param("- " * 3_000, "1: is nested too deeply to be a case", id="dashes"),
        pytest.param("? " * 3_000, "1: is nested too deeply to be a case", id="keys"),
        pytest.param(
            "\n".join(" " * k + "a:" for k in range(3_000)),
            "100: is nested too deeply to be a case",
            id="indented lines",
        ),
    ],
)
def test_deep_nesting_is_refused_in_a_moment(text: str, told: str, file: Path) -> None:
    """A case is some ten levels deep; a hundred is too much, whatever follows."""
    file.write_text(text)
    began = time.perf_counter()
    assert told_of(file) == [told]
    assert time.perf_counter() - began < QUICKLY


def test_deep_nesting_in_json_is_refused(tmp_path: Path) -> None:
    """Neither the reader of JSON nor what comes after it runs out of stack."""
    path = tmp_path / "case.json"
    path.write_text("[" * 200_000)
    assert told_of(path) == ["is nested too deeply to be a case"]
    path.write_text('{"format": "assess/1", "title": ' + "[" * 900 + "]" * 900 + "}")
    told = told_of(path)
    assert [line.split(" (")[0] for line in told] == ["title: not text", "questions: is missing"]


def test_many_parents_are_not_all_multiplied_out(file: Path) -> None:
    """Of 2^40 combinations without a row four are told, at once."""
    parents = "".join(
        f"  - {{id: p{k}, exhaustive: made so, hypotheses: "
        f"[{{id: yes, prior: 0.5}}, {{id: no, prior: 0.5}}]}}\n"
        for k in range(40)
    )
    names = ", ".join(f"p{k}" for k in range(40))
    file.write_text(
        f"format: assess/1\nquestions:\n{parents}  - {{id: child, exhaustive: made so, "
        f"given: [{names}], hypotheses: [{{id: a}}, {{id: b}}], table: []}}\n"
    )
    began = time.perf_counter()
    (line,) = told_of(file)
    assert time.perf_counter() - began < QUICKLY
    assert line.count("{p0: yes, p1: yes, ") == 4
    assert line.endswith(" and others (allowed: one row for every combination)")


# --- JSON -----------------------------------------------------------------------------------------

JSON_CASE = """\
{"format": "assess/1",
 "questions": [{"id": "rain", "exhaustive": "it rains or not", "hypotheses": [
   {"id": "wet", "prior": 0.3},
   {"id": "dry", "prior": 0.7}]}],
 "sources": [{"id": "radio", "reliability": 0.8}],
 "items": [
   {"id": "forecast", "source": "radio", "if_unreliable": 0.5,
    "likelihood": {"wet": 0.9, "dry": 0.2}}]}
"""


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"wet": 0.9', '"wet": 1.9', ["8: items[forecast].likelihood[wet]: is out of range ..."]),
        (
            '"wet": 0.9',
            '"wet": NaN',
            ["8: items[forecast].likelihood[wet]: is not a finite number (seen nan; ...)"],
        ),
        (
            "0.3}",
            "-Infinity}",
            [
                "3: questions[rain].hypotheses[wet].prior: is not a finite number (seen -inf; ...)",
            ],
        ),
        ("0.3}", "1e999}", ["3: ...prior: is not a finite number (seen inf; ...)"]),
        (
            '"wet": 0.9,',
            '"wet": 0.9, "wet": 0.1,',
            ["8: items[forecast].likelihood[wet]: the key is there twice (allowed: each key once)"],
        ),
        (
            '"wet": 0.9, "dry": 0.2',
            '"wet": 0.9, "wet": 0.1, "dyr": NaN',
            [
                "8: items[forecast].likelihood[wet]: the key is there twice ...",
                "8: items[forecast].likelihood[dyr]: is not a number (seen 'NaN'; ...)",
                "8: items[forecast].likelihood: no entry for dry ...",
            ],
        ),
        ('"radio"', '"raido"', ["7: items[forecast].source: no source ...; did you mean 'raido'?"]),
        ("0.8}]", "0.8}", ["6: is not valid JSON: ..."]),
        ("0.7}]", "0.7},]", ["4: is not valid JSON: ..."]),
        ("{", "// a case\n{", ["1: is not valid JSON: ..."]),
        ("0.2}}]}", "0.2}}]} {}", ["8: is not valid JSON: ..."]),
        ("0.7", "7" * 5_000, ["is not valid JSON: a number is too long"]),
        (
            '"id": "radio"',
            '"id": "ra\\ud800"',
            [
                "5: sources[ra\\ud800].id: is not text (seen 'ra\\ud800'; ...)",
                "7: items[forecast].source: no source has this name (seen 'radio'; ...)...",
            ],
        ),
    ],
)
def test_json_case_is_told_its_mistakes_with_lines(
    old: str, new: str, told: list[str], tmp_path: Path
) -> None:
    """JSON files get the messages that YAML files get, duplicate keys and NaN included."""
    path = tmp_path / "case.json"
    path.write_text(JSON_CASE)
    assess.load_case(path)
    path.write_text(JSON_CASE.replace(old, new, 1))
    found = told_of(path)
    assert len(found) == len(told), found
    for expected, line in zip(told, found, strict=True):
        assert agrees(expected, line), line


def test_json_indented_with_tabs_keeps_its_lines(tmp_path: Path) -> None:
    """JSON may be indented with tabs, which YAML may not."""
    path = tmp_path / "case.json"
    path.write_text(JSON_CASE.replace("\n ", "\n\t").replace("0.7}", "1.7}"))
    (line,) = told_of(path)
    assert line.startswith("4: questions[rain].hypotheses[dry].prior: is out of range")


def test_large_json_is_told_its_duplicate_keys_without_lines(tmp_path: Path) -> None:
    """Of more than a megabyte the places are not looked for, but nothing is accepted for it."""
    path = tmp_path / "case.json"
    text = "x" * 1_100_000
    path.write_text(JSON_CASE.replace("{", f'{{"text": "{text}", "title": "a", "title": "b",', 1))
    assert told_of(path) == ["a key is there twice: title (allowed: each key once)"]


# --- what only weighing can find ------------------------------------------------------------------


def test_impossible_evidence_names_the_items(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Items that together rule out every hypothesis are named; nothing is weighed."""
    never = "{value: 0, certain: true}"
    text = CASE.replace("{beta: [8, 2]}", "{value: 1, certain: true}")
    text = text.replace("reliability: 0.6", "reliability: {value: 1, certain: true}")
    text = text.replace("dry: 0.25, other: 0.4", f"dry: {never}, other: {never}")
    text = text.replace("wet: 0.95, others", f"wet: {never}, others")
    text = text.replace("    requires: [clock]\n    repeats: {item: forecast, chance: 0.15}\n", "")
    file.write_text(text)
    case = assess.load_case(file)
    with pytest.raises(CaseError) as caught:
        assess.weigh(case)
    assert lines_of(caught) == [
        "items[forecast]: rules out dry, other; together the items leave no hypothesis possible",
        "items[cloud]: rules out wet; together the items leave no hypothesis possible",
    ]
    assert main(["weigh", str(file)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines()[-1] == "2 problems; nothing was weighed"


# --- whatever is in the file ----------------------------------------------------------------------

JUNK = (
    None, True, 0, 1, -1, 0.5, 1.5, float("nan"), float("inf"), 10**400, "", " ", "x", "q0", "i0",
    "s0", "h00", "holds", "others", "[key]", "value", "beta", "0.5", "2024-01-01", "\ud800", "\x00",
    "a\nb", "y" * 500, [], {}, [None], [[]], [{}], ["q0"], ["i0", "i0"], {"beta": [1, 2]},
    {"beta": 3}, {"value": {"value": 0.5}}, {"value": 1, "certain": True}, {"admiralty": "F"},
    {"admiralty": "F", "as": {"beta": [1]}}, {"persistent": 0.5}, {"id": "x"},
    {"lognormal": {"median": 1, "p95": 2}}, {"item": "i0", "chance": 0.5},
    {"found": True, "chance": {"h00": 0.5}}, {"phrase": "likely", "scale": ["icd203"]},
    {"between": [1e-300, 0.5]}, {"triangular": [0, 1e-320, 1]}, 1e-320, "choice", "quantity",
)  # fmt: skip
PYTHON_JUNK = (
    fixed(0.5), beta(8, 2), b"x", b"\xff", object(), {1, 2}, assess.Case, {1: 2}, {None: 1},
    {(1, 2): 3}, range(3), 3 + 2j, ..., Path("x"), float,
)  # fmt: skip
KEYS = (
    "id", "prior", "likelihood", "source", "question", "others", "beta", "value", "says", "rating",
    "kind", "unit", "for", "as", "<<", "", "[key]", "given", "table", "weights", "repeats",
    "a\nb", "\ud800", "if_unreliable", "exhaustive", "catch_all", "when", "hypotheses",
)  # fmt: skip
OPERATIONS = ("delete", "replace", "replace", "rename", "add", "repeat", "move")


def edits(junk: tuple[object, ...]) -> st.SearchStrategy[list[tuple[str, int, object, str]]]:
    place = st.integers(0, 10_000)
    edit = st.tuples(
        st.sampled_from(OPERATIONS), place, st.sampled_from(junk), st.sampled_from(KEYS)
    )
    return st.lists(edit, min_size=1, max_size=5)


def places(node: object) -> Iterator[tuple[object, object]]:
    """Every place below a node: its container and its key or position."""
    keys = node if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
    for key in list(keys):
        yield node, key
        yield from places(node[key])


def edited(data: object, operations: list[tuple[str, int, object, str]]) -> object:
    for operation, where, junk, key in operations:
        found = list(places(data))
        if not found:
            return data
        container, at = found[where % len(found)]
        junk = deepcopy(junk)
        if operation == "delete":
            del container[at]
        elif operation == "replace":
            container[at] = junk
        elif operation == "rename" and isinstance(container, dict):
            container[key] = container.pop(at)
        elif operation == "add" and isinstance(container, dict):
            container[key] = junk
        elif operation == "add":
            container.insert(at, junk)
        elif operation == "repeat" and isinstance(container, list):
            container.append(deepcopy(container[at]))
        elif operation == "move":
            other, place = found[(where * 7919 + 1) % len(found)]
            container[at] = deepcopy(other[place])
    return data


def check_outcome(load: Callable[[], assess.Case]) -> None:
    """Either a case that can be weighed, or one CaseError that can be printed."""
    try:
        result = assess.weigh(load())
    except CaseError as error:
        refused = error
    else:
        exact = result["exact"]
        questions = set(exact["question"].values.tolist())
        assert float(exact["credence"].sum()) == pytest.approx(len(questions), abs=1e-9)
        return
    assert refused.problems
    assert len(str(refused).split("\n")) == len(refused.problems)  # each on one line
    assert "pydantic" not in str(refused)
    json.dumps([p.as_dict() for p in refused.problems], allow_nan=False)


def test_object_in_the_wrong_place_is_a_problem_of_the_case() -> None:
    """In Python, too: a number where the hypotheses belong."""
    data = json.loads(JSON_CASE)
    data["questions"][0]["hypotheses"] = fixed(0.5)
    with pytest.raises(CaseError, match=r"questions\[rain\].hypotheses"):
        assess.case_from(data)


@pytest.mark.slow
@settings(max_examples=200)
@given(seed=st.integers(0, 100), operations=edits((*JUNK, *PYTHON_JUNK)))
def test_any_data_is_a_case_or_a_case_error(seed: int, operations: list[Any]) -> None:
    """Whatever a random case is turned into, Python's own errors never come out of `case_from`."""
    data = edited(random_case(seed)[0], operations)
    check_outcome(lambda: assess.case_from(data))


@settings(max_examples=50)
@given(seed=st.integers(0, 100), operations=edits(JUNK), as_json=st.booleans())
def test_any_file_is_a_case_or_a_case_error(
    seed: int, operations: list[Any], as_json: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The same through files of both kinds (JSON is YAML, too)."""
    path = tmp_path_factory.getbasetemp() / f"fuzz.{'json' if as_json else 'yaml'}"
    data = edited(random_case(seed)[0], operations)
    path.write_text(json.dumps(data))
    check_outcome(lambda: assess.load_case(path))


SNIPPETS = (
    "", "\n", " ", "  ", "\t", ":", ": ", "- ", "-", "{", "}", "[", "]", ",", '"', "'", "|\n", ">",
    "&a ", "*a", "!", "!!float ", "!!map ", "%", "@", "`", "#", "?", "---\n", "...\n", "<<: ", "~",
    "0", "1", "-", ".", "e", "\\", "\x85", "\u2028", "\ufeff", "\x00", "é", "😀", "null", "true",
)  # fmt: skip


@pytest.mark.slow
@settings(max_examples=150)
@given(
    cuts=st.lists(
        st.tuples(st.integers(0, 2_000), st.integers(0, 12), st.sampled_from(SNIPPETS)),
        min_size=1,
        max_size=4,
    ),
    base=st.sampled_from([CASE, LINKED]),
)
def test_any_text_is_a_case_or_a_case_error(
    cuts: list[tuple[int, int, str]], base: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A few characters cut out and others put in their place, anywhere in a good file."""
    text = base
    for start, length, snippet in cuts:
        start %= len(text)
        text = text[:start] + snippet + text[start + length :]
    path = tmp_path_factory.getbasetemp() / "fuzz-text.yaml"
    path.write_text(text, encoding="utf-8")
    check_outcome(lambda: assess.load_case(path))


def test_a_key_called_as_pydantic_calls_keys_is_told_like_any_other() -> None:
    """It is an unknown key, and no mark of another place."""
    with pytest.raises(assess.CaseError) as caught:
        assess.case_from({"[key]": 1})
    assert "[key]: is not a known key" in str(caught.value)
