"""Write a draft as the files of a plan folder, as a report, and as a proposal of units: texts from
values, without touching the disk."""
