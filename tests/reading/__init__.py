"""Files of labelled sentences: every way in, and what each refusal says."""
