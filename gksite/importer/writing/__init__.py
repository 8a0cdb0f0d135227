"""Write a draft as the files of a plan folder, a report and a proposal of units: pure functions."""
