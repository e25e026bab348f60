"""Pure rules about matters: words, the table of steps, due dates, rhythms, texts."""
