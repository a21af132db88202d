"""The pages for people: one file a page, each with the frozen value its template is given."""
