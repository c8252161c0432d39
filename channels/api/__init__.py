"""The JSON API: everything an applicant can claim, and the form to ask it with."""
