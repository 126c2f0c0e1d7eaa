"""What makes up an assessment: which readings answer what the conclusion rests on."""
