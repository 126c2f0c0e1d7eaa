"""Bayesian networks from BIF files."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import DATA, Network, found, oracle

import assess
from assess.exchange.bayes_nets.bif import from_bif

NETWORKS = ["asia", "cancer", "child", "earthquake", "sachs", "survey"]

RAIN = """\
network example {
}
variable rain {
  type discrete [ 2 ] { yes, no };
}
variable wet {
  type discrete [ 3 ] { dry, damp, wet };
}
probability ( rain ) {
  table 0.2, 0.8;
}
probability ( wet | rain ) {
  (yes) 0.1, 0.3, 0.6;
  (no) 0.8, 0.15, 0.05;
}
"""


def file_of(name):
    return DATA / "networks" / f"{name}.bif"


def network_of(name):
    return json.loads(file_of(name).with_suffix(".json").read_text("utf-8"))


def told(text):
    """The one problem of a text."""
    with pytest.raises(assess.CaseError) as caught:
        from_bif(text)
    (problem,) = caught.value.problems
    return problem


def problems_of(text):
    """The problems of a text, none if it can be read."""
    try:
        from_bif(text)
    except assess.CaseError as error:
        return error.problems
    return ()


# --- networks of the repository ------------------------------------------------------------------


@pytest.mark.parametrize("name", NETWORKS)
def test_file_is_the_same_network_as_its_json(name):
    """Names, states, parents and every probability, by two readers."""
    tolerance = 1e-7 if name == "sachs" else 1e-15  # of sachs the JSON was rounded once more
    nodes = {n["name"]: n for n in network_of(name)["nodes"]}
    case = from_bif(file_of(name))
    assert {q.text or q.id for q in case.questions} == nodes.keys()
    names = {q.id: q.text or q.id for q in case.questions}
    original = {(q.id, h.id): h.text or h.id for q in case.questions for h in q.hypotheses}
    for q in case.questions:
        node = nodes[names[q.id]]
        assert [h.text or h.id for h in q.hypotheses] == node["states"]
        assert [names[g] for g in q.given] == node["parents"]
        if not q.given:
            assert [h.prior.value for h in q.hypotheses] == pytest.approx(
                node["cpt"], abs=tolerance
            )
        for row in q.table:
            cpt = node["cpt"]
            for g in q.given:
                cpt = cpt[nodes[names[g]]["states"].index(original[g, row.when[g]])]
            assert [row.prior[h.id].value for h in q.hypotheses] == pytest.approx(
                cpt, abs=tolerance
            )


@pytest.mark.parametrize("name", NETWORKS)
def test_file_is_weighed_like_its_json(name):
    """Credences of every state of every node, without findings."""
    by_json = Network(network_of(name)).weigh().credence
    by_file = found(from_bif(file_of(name))).credence
    assert by_file.keys() == by_json.keys()
    for node, credence in by_json.items():
        assert by_file[node] == pytest.approx(
            credence, rel=0, abs=1e-7 if name == "sachs" else 1e-14
        )


@pytest.mark.parametrize("name", ["asia", "cancer", "child", "survey"])
def test_marginals_of_a_file_agree_with_the_published_ones(name):
    """The queries without findings that the oracles answer."""
    published = oracle(f"bn-{name}")
    credence = found(from_bif(file_of(name))).credence
    asked = 0
    for query, answer in zip(
        published["inputs"]["queries"], published["expected"]["answers"], strict=True
    ):
        if not query["evidence"]:
            asked += 1
            assert credence[query["target"]] == pytest.approx(answer["posterior"], rel=0, abs=1e-9)
    assert asked > 0


def test_findings_can_be_added_to_a_file():
    """Asia with a finding of dyspnoea: P(lung cancer) .1027592 as published."""
    case = from_bif(file_of("asia"))
    finding = {
        "id": "finding",
        "source": "physician",
        "question": "dysp",
        "likelihood": {"yes": {"value": 1, "certain": True}, "no": {"value": 0, "certain": True}},
    }
    physician = {"id": "physician", "reliability": {"value": 1, "certain": True}}
    data = case.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    data |= {"format": "assess/1", "sources": [physician], "items": [finding]}
    weighed = found(assess.case_from(data))
    assert weighed.credence["lung"]["yes"] == pytest.approx(0.102759222755, abs=1e-12)
    assert weighed.p_evidence == pytest.approx(0.4359706, rel=1e-12)


def test_rounded_rows_are_divided_by_their_sum():
    """In sachs some rows miss 1 by up to 1e-7; as stated they sum to 1 within 1e-15."""
    rows = [row for q in from_bif(file_of("sachs")).questions for row in q.table]
    assert len(rows) > 50
    for row in rows:
        assert math.fsum(p.value for p in row.prior.values()) == pytest.approx(1.0, abs=1e-15)


# --- what is read --------------------------------------------------------------------------------


def test_text_is_read_like_a_file(tmp_path):
    """A text is known by its braces, a file by its path or by its name."""
    path = tmp_path / "rain.bif"
    path.write_text(RAIN, encoding="utf-8")
    assert from_bif(RAIN) == from_bif(path) == from_bif(str(path))


def test_network_becomes_linked_questions():
    """The whole case, as it would stand in a file."""
    case = from_bif(RAIN)
    assert (case.title, case.items, case.sources) == ("example", (), ())
    rain, wet = case.questions
    assert [(h.id, h.prior.value) for h in rain.hypotheses] == [("yes", 0.2), ("no", 0.8)]
    assert rain.exhaustive
    assert wet.given == ("rain",)
    rows = {row.when["rain"]: [row.prior[h].value for h in wet.states] for row in wet.table}
    assert rows == {"yes": [0.1, 0.3, 0.6], "no": [0.8, 0.15, 0.05]}


def test_unknown_network_has_no_title():
    """What the repository's files are called by default is no title."""
    assert from_bif(file_of("cancer")).title == ""


DOG = """\
// Bayesian network in the Interchange Format
network "Dog-Problem" { //3 variables
    property "credal-set constant-density-bounded 1.1" ;
}
/* two lines
   of comment */
variable  "dog-out" { //2 values
    type discrete[2] {  "true"  "false" };
    property "position = (155, 165); above" ;
}
variable "bowel problem" { type discrete[2] { "true" "false" }; }
variable "family-out" { type discrete[2] { "true" "false" }; }
probability (  "bowel problem" ) { table 0.01 0.99 ; }
probability (  "family-out" ) { table 0.15 0.85 ; }
probability (  "dog-out"  "bowel problem"  "family-out" ) {
    table 0.99 0.97 0.9 0.3 0.01 0.03 0.1 0.7 ;
}
"""


def test_table_of_a_variable_with_parents_has_its_own_state_slowest():
    """Charniak's dog: .99 if ill and alone, .97 if ill, .9 if alone, .3 otherwise.

    P(out) = .01 (.15 * .99 + .85 * .97) + .99 (.15 * .9 + .85 * .3) = .00973 + .3861 = .39583.
    """
    case = from_bif(DOG)
    dog = case.questions[0]
    when = {
        ("true", "true"): 0.99,
        ("true", "false"): 0.97,
        ("false", "true"): 0.9,
        ("false", "false"): 0.3,
    }
    rows = {
        (r.when["bowel_problem"], r.when["family-out"]): r.prior["true"].value for r in dog.table
    }
    assert rows == when
    out = 0.01 * (0.15 * 0.99 + 0.85 * 0.97) + 0.99 * (0.15 * 0.9 + 0.85 * 0.3)
    assert found(case).credence["dog-out"]["true"] == pytest.approx(out, rel=1e-14)


def test_comments_properties_and_quotes_are_read():
    """JavaBayes writes quotes and no bars, and properties with semicolons in quotes."""
    case = from_bif(DOG)
    assert case.title == "Dog-Problem"
    assert [q.id for q in case.questions] == ["dog-out", "bowel_problem", "family-out"]
    assert case.questions[1].text == "bowel problem"


def test_default_fills_in_the_rows_that_are_not_listed():
    text = RAIN.replace("(no) 0.8, 0.15, 0.05;", "default 0.5, 0.25, 0.25;")
    (wet,) = [q for q in from_bif(text).questions if q.id == "wet"]
    rows = {row.when["rain"]: [row.prior[h].value for h in wet.states] for row in wet.table}
    assert rows == {"yes": [0.1, 0.3, 0.6], "no": [0.5, 0.25, 0.25]}


def test_blocks_may_stand_in_any_order():
    """A probability before its variables, a child before its parent: questions as the variables."""
    network, *blocks = RAIN.split("\n}\n")[:-1]
    turned = "\n}\n".join([network, *reversed(blocks), ""])
    case = from_bif(turned)
    assert [q.id for q in case.questions] == ["wet", "rain"]
    for node, credence in found(from_bif(RAIN)).credence.items():
        assert found(case).credence[node] == pytest.approx(credence, rel=1e-15)


def test_zeros_and_ones_are_certain():
    """The format's own consent: a case would refuse a bare 0 or 1."""
    case = from_bif(RAIN.replace("0.1, 0.3, 0.6", "0, 1.0, 0.0"))
    (row,) = [r for r in case.questions[1].table if r.when["rain"] == "yes"]
    assert [(p.value, p.certain) for p in row.prior.values()] == [
        (0.0, True),
        (1.0, True),
        (0.0, True),
    ]


def test_numbers_may_have_exponents():
    case = from_bif(RAIN.replace("0.2, 0.8", "2e-1, 8.0E-1"))
    assert [h.prior.value for h in case.questions[0].hypotheses] == [0.2, 0.8]


# --- names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        ("<5", "lt5"),
        (">=7.5", "ge7.5"),
        ("<=7.5", "le7.5"),
        (">7.5", "gt7.5"),
        ("12+", "12plus"),
        ("5-12", "5-12"),
        ("-1", "minus1"),
        ("Asy/Patch", "Asy_Patch"),
        ("Transp.", "Transp."),
        ("_hidden", "hidden"),
        ("50%", "50pct"),
        ("Größe", "Größe"),
        ("?", "unnamed"),
        ("x" * 90, "x" * 80),
    ],
)
def test_name_is_spelt_as_an_id_and_kept_in_text(name, identifier):
    """A name that is an id already has no text."""
    hypothesis = from_bif(RAIN.replace("yes", name)).questions[0].hypotheses[0]
    assert (hypothesis.id, hypothesis.text) == (identifier, "" if name == identifier else name)


def test_names_of_one_spelling_are_told_apart():
    """The one that is an id keeps it; the others are numbered."""
    text = RAIN.replace("dry, damp, wet", "a/b, a_b, a:b")
    hypotheses = from_bif(text).questions[1].hypotheses
    assert [(h.id, h.text) for h in hypotheses] == [("a_b_2", "a/b"), ("a_b", ""), ("a_b_3", "a:b")]


def test_state_called_others_is_renamed():
    """In a case `others` stands for all hypotheses not named."""
    text = RAIN.replace("dry, damp, wet", "dry, others, wet")
    assert from_bif(text).questions[1].states == ("dry", "others_2", "wet")


def test_variables_of_one_spelling_are_told_apart():
    """Their tables still name the right parent."""
    text = """
    variable a/b { type discrete [ 2 ] { x, y }; }
    variable a:b { type discrete [ 2 ] { x, y }; }
    probability ( a/b ) { table 0.25 0.75; }
    probability ( a:b | a/b ) { (x) 0.5 0.5; (y) 0.1 0.9; }
    """
    first, second = from_bif(text).questions
    assert (first.id, second.id) == ("a_b", "a_b_2")
    assert (first.text, second.text) == ("a/b", "a:b")
    assert second.given == ("a_b",)


# --- what cannot be read -------------------------------------------------------------------------


def changed(old, new):
    assert RAIN.count(old) == 1
    return RAIN.replace(old, new)


MALFORMED = {
    "nothing": ("{", 1, "cannot be read as BIF"),
    "no variable": ("network x {\n}\n", 3, "cannot be read as BIF"),
    "another format": ("<?xml version='1.0'?>\n<BIF></BIF>\n", 1, "cannot be read as BIF"),
    "unknown block": (changed("network example", "net example"), 1, "cannot be read as BIF"),
    "no brace": (changed("network example {", "network example"), 2, "cannot be read as BIF"),
    "cut off": (RAIN[: RAIN.index("0.3")], 13, "cannot be read as BIF"),
    "no semicolon": (changed("0.1, 0.3, 0.6;", "0.1, 0.3, 0.6"), 14, "cannot be read as BIF"),
    "continuous": (
        changed("discrete [ 3 ] { dry, damp, wet }", "continuous"),
        7,
        "cannot be read as BIF",
    ),
    "open comment": (
        changed("table 0.2, 0.8;", "table /* 0.2, 0.8;"),
        10,
        "a comment is not closed",
    ),
    "open quote": (changed("variable wet {", 'variable "wet {'), 6, "a quoted name is not closed"),
    "one state": (changed("[ 2 ] { yes, no }", "[ 1 ] { yes }"), 3, "fewer than two states"),
    "no type": (changed("  type discrete [ 2 ] { yes, no };\n", ""), 3, "fewer than two states"),
    "wrong count": (changed("[ 3 ]", "[ 2 ]"), 6, "is declared with 2 states"),
    "state twice": (changed("dry, damp, wet", "dry, damp, dry"), 6, "a state is there twice"),
    "variable twice": (
        changed(
            "variable wet {",
            "variable rain {\n type discrete [ 2 ] { yes, no };\n}\nvariable wet {",
        ),
        6,
        "the name is taken already",
    ),
    "no block": (RAIN[: RAIN.index("probability ( wet")], 6, "has no block 'probability'"),
    "block twice": (
        RAIN + "probability ( rain ) {\n table 0.3 0.7;\n}\n",
        16,
        "has a block already",
    ),
    "unknown variable": (
        changed("( wet | rain )", "( wet | rian )"),
        12,
        "no variable has this name",
    ),
    "own parent": (changed("( wet | rain )", "( wet | wet )"), 12, "a variable is named twice"),
    "unknown state": (changed("(yes) 0.1", "(yess) 0.1"), 13, "rain has no such state"),
    "too many states": (
        changed("(yes) 0.1", "(yes, no) 0.1"),
        13,
        "does not name one state of each parent",
    ),
    "row twice": (changed("(no) 0.8", "(yes) 0.8"), 14, "the row (yes) is there twice"),
    "no row": (changed("  (no) 0.8, 0.15, 0.05;\n", ""), 12, "no row for (no)"),
    "no probabilities": (changed("  table 0.2, 0.8;\n", ""), 9, "no probabilities"),
    "too few": (changed("0.1, 0.3, 0.6", "0.4, 0.6"), 13, "the wrong number of probabilities"),
    "too many": (
        changed("table 0.2, 0.8", "table 0.2, 0.3, 0.5"),
        10,
        "the wrong number of probabilities",
    ),
    "not a number": (changed("0.3, 0.6", "0.3, most"), 13, "is not a probability"),
    "comma for point": (changed("0.2, 0.8", "0,2 0,8"), 10, "is not a probability"),
    "negative": (changed("0.1, 0.3, 0.6", "-0.1, 0.5, 0.6"), 13, "is not a probability"),
    "not finite": (changed("0.1, 0.3, 0.6", "nan, 0.3, 0.6"), 13, "is not a probability"),
    "sum": (changed("0.1, 0.3, 0.6", "0.1, 0.3, 0.61"), 13, "do not sum to 1"),
    "sum of a table": (changed("0.2, 0.8", "0.2, 0.79999"), 10, "do not sum to 1"),
    "two ways": (
        changed("table 0.2, 0.8;", "table 0.2 0.8; default 0.5 0.5;"),
        9,
        "in more than one way",
    ),
}


@pytest.mark.parametrize(("text", "line", "message"), MALFORMED.values(), ids=MALFORMED)
def test_malformed_file_gives_one_problem_with_its_line(text, line, message):
    """One mistake, one message."""
    problem = told(text)
    assert message in problem.message
    assert problem.line == line


PIECES = [
    "",
    "{",
    "}",
    "(",
    ")",
    ";",
    '"',
    "/*",
    "//",
    "|",
    "0.5",
    "table",
    "default",
    "rain",
    "yes",
    "\0",
]


@settings(max_examples=300)
@given(st.integers(0, len(RAIN)), st.integers(0, 30), st.sampled_from(PIECES))
def test_damaged_file_is_a_case_or_a_problem(start, length, piece):
    """Whatever is cut out or put in, no other error escapes, and every problem has a line."""
    assert all(p.line for p in problems_of(RAIN[:start] + piece + RAIN[start + length :]))


def test_row_that_misses_one_by_little_is_not_a_problem():
    """.2 + .7999995: within 1e-6, so divided by .9999995."""
    prior = from_bif(changed("0.2, 0.8", "0.2, 0.7999995")).questions[0].hypotheses[0].prior
    assert prior.value == pytest.approx(0.2 / 0.9999995, rel=1e-15)


def test_message_says_what_was_seen_and_what_is_allowed():
    """A syntax error, as a reader sees it."""
    text = str(told(changed("0.1, 0.3, 0.6;", "0.1, 0.3, 0.6")))
    assert text == "cannot be read as BIF (seen '('; allowed: a number or ';')"


def test_message_has_the_closest_name():
    """Of a variable and of a state."""
    assert told(changed("( wet | rain )", "( wet | rian )")).closest == "rain"
    problem = told(changed("(yes) 0.1", "(yess) 0.1"))
    assert (problem.closest, problem.address) == ("yes", "probability(wet)")


def test_all_problems_of_a_network_are_told_at_once():
    """Three mistakes in three places, in the order of the lines."""
    text = RAIN.replace("[ 2 ]", "[ 4 ]").replace("0.2, 0.8", "0.2, 0.9").replace("(no)", "(on)")
    with pytest.raises(assess.CaseError) as caught:
        from_bif(text)
    assert [p.line for p in caught.value.problems] == [3, 10, 14]


def test_circle_of_variables_is_one_problem_with_the_line_of_a_block():
    """Two variables, each given the other."""
    text = """\
variable a { type discrete [ 2 ] { x, y }; }
variable b { type discrete [ 2 ] { x, y }; }
probability ( a | b ) { (x) 0.5 0.5; (y) 0.1 0.9; }
probability ( b | a ) { (x) 0.5 0.5; (y) 0.1 0.9; }
"""
    problem = told(text)
    assert "circle" in problem.message
    assert problem.line == 3


def test_table_of_too_many_rows_is_refused_before_it_is_made():
    """A short file can ask for 2^40 rows by `default`."""
    names = [f"p{k}" for k in range(40)]
    lines = [f"variable {n} {{ type discrete [ 2 ] {{ x, y }}; }}" for n in ["child", *names]]
    lines += [f"probability ( {n} ) {{ table 0.5 0.5; }}" for n in names]
    lines.append(f"probability ( child | {', '.join(names)} ) {{ default 0.5 0.5; }}")
    problem = told("\n".join(lines))
    assert (problem.message, problem.line) == ("the table has too many rows", 82)


def test_file_name_stands_before_each_problem(tmp_path):
    path = tmp_path / "rain.bif"
    path.write_text(changed("0.2, 0.8", "0.2, 0.9"), encoding="utf-8")
    with pytest.raises(assess.CaseError) as caught:
        from_bif(path)
    assert str(caught.value).startswith(f"{path}:10: probability(rain): ")


def test_file_that_is_not_text_is_one_problem(tmp_path):
    """A byte that UTF-8 does not have, in the second line."""
    path = tmp_path / "rain.bif"
    path.write_bytes(RAIN.replace("}\n", "}\n\u00fc", 1).encode("latin-1"))
    with pytest.raises(assess.CaseError) as caught:
        from_bif(path)
    (problem,) = caught.value.problems
    assert (problem.message, problem.seen, problem.line) == ("is not UTF-8 text", "byte 0xfc", 3)


def test_byte_order_mark_is_no_matter(tmp_path):
    path = tmp_path / "rain.bif"
    path.write_text(RAIN, encoding="utf-8-sig")
    assert from_bif(path) == from_bif(RAIN)


def test_missing_file_is_the_systems_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        from_bif(tmp_path / "none.bif")
