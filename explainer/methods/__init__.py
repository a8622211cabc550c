"""Model in, arrays out: the instruments that the pages read the models with."""
