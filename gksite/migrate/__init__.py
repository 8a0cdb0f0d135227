"""The migration of a project from format 1 to format 2: questions, answers, edits at the parser's
marks."""
