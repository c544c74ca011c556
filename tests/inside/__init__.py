"""One network opened up: every number that is shown, against the equations."""
