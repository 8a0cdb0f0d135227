"""From an official document to a draft of its plan, and to YAML and Markdown for a person to edit.

`understanding.read_draft` makes the draft of the documents that `gksite.documents.read` gives, and
`writing.plan_folder.build_folder` the files of the draft.
"""
