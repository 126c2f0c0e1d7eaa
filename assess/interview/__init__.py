"""A guided interview: questions in the order of good elicitation, and a commented case file.

`questions.py` is the flow, without a terminal; `readers.py` and `answers.py` read answers;
`record.py` is what was said so far; `session.py` puts questions and answers together, with going
back; `draft.py` is the file of answers; `writing.py` the case file; `terminal.py` the dialogue.
"""
