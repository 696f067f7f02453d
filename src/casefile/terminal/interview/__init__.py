"""The words of an interview on a screen: the questions, the page before it is saved, the end."""
