"""Who changed what, when, from where: written with every change, read by administrators, never altered."""
