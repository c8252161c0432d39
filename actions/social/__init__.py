"""What is said beside the questions: greetings, thanks, complaints, declines, the way to a person."""
