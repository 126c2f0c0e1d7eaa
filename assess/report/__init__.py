"""What makes up an assessment: which readings answer what the conclusion rests on."""

from assess.report.survey import survey

__all__ = ["survey"]
