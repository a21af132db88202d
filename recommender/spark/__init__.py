"""Related works of a corpus that no single machine holds, as a batch job on Apache Spark.

Works are cut into blocks. A block has the texts, topics and edges of its works and nothing of the
others'; what all blocks share are numbers of terms and of nodes (idf, strength, whether a hub).
Every work is a query that visits every block, three times: for the works that read like it and
where its walkers are after two steps; for the greatest value of each signal; for the best works of
the block. What is computed in a block is computed by the package's own index, signals and fusion,
so the lists are those of `recommender.Recommender`, and follow whatever changes there.

    naming      names of blocks become numbers of all
    blocks      a block: counted, linked, and as an index of its works
    visiting    what a query asks of a block, and what the answers of all blocks come to
    pipeline    the order of it all, over any distributed collection with Spark's verbs
    job         Parquet in, Parquet out, the session: the only module that imports pyspark
"""
