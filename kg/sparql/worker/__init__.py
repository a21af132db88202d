"""The processes that touch what others wrote: each can open one dataset and nothing else.

Run as ``python -m kg.sparql.worker``. The first message says what to open and as what: a reader
answers queries on a published version, a writer changes a scratch copy. Then comes one request
after the other. A worker ends when its input ends, and dies by its own timer when a request takes
longer than it may, since nothing can stop the engine from within.
"""
