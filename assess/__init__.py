"""Weigh evidence: from a case to credences, and what they rest on."""
from assess.io.files import load_case, save_case
