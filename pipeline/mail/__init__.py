"""Mail: a letter, its document and its recipients become messages; each is handed over once, and the ledger can prove it."""
