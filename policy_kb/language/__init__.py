"""Reading Chinese as people type it: normalisation, numerals, quantities, names of things the knowledge base knows."""
