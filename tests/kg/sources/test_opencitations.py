"""Citations in tables and JSON, between invented works."""

from __future__ import annotations

import json

from source_contract import SourceContract

from kg.identifiers import WorkId
from kg.sources.opencitations import OpenCitations

EXAMPLE = """oci,citing,cited,creation,timespan,journal_sc,author_sc
1-2,10.1000/a,10.1000/b,2031-02,P1Y,no,no
1-3,10.1000/a,10.1000/C,2031-02,P1Y,no,no
2-3,omid:br/0601 doi:10.1000/b pmid:77,"omid:br/0602 doi:10.1000/c",2030,,no,no
"""


class TestOpenCitations(SourceContract):
    source = OpenCitations
    file_name = "citations.csv"
    example = EXAMPLE.encode()
    broken = (EXAMPLE + '4,nothing,10.1000/d,,,,\n5,10.1000/e,"never closed,,,,\n').encode()
    many_head = b"citing\tcited\n"
    many = b"doi:10.1000/%NUMBER%\tarXiv:3102.00001\n"

    def test_rows_of_one_work_are_one_record(self) -> None:
        first, second = self.records(self.example)
        assert first.ids == (WorkId("doi", "10.1000/a"),)
        assert first.cites == (WorkId("doi", "10.1000/b"), WorkId("doi", "10.1000/c"))
        assert (first.title, first.year, first.line) == ("", 2031, 2)
        assert second.ids == (
            WorkId("doi", "10.1000/b"),
            WorkId("local", "omid/br/0601"),
            WorkId("local", "pmid/77"),
        )

    def test_works_that_only_opencitations_names_still_join(self) -> None:
        table = b"citing,cited\nomid:br/1,omid:br/2\nomid:br/2,10.1000/a\n"
        first, second = self.records(table)
        assert first.cites == second.ids

    def test_rows_that_come_back_make_records_of_their_own(self) -> None:
        records = self.records(
            b"citing,cited\n10.1000/a,10.1000/b\n10.1000/c,10.1000/b\n10.1000/a,10.1000/d\n"
        )
        assert len({record.key for record in records}) == 3

    def test_a_table_of_another_corpus(self) -> None:
        (record,) = self.records(
            b"citing\tcited\tciting_year\nP18-1001\tP17-1001\t2018\nP18-1001\tW16-0101\t2018\n"
        )
        assert [str(cited) for cited in record.cites] == ["acl:P17-1001", "acl:W16-0101"]

    def test_json_of_the_interface(self) -> None:
        value = [
            {
                "oci": "1-2",
                "citing": "coci => 10.1000/a",
                "cited": "10.1000/b",
                "creation": "2031-02-01",
            },
            5,
        ]
        (record,) = self.records(json.dumps(value).encode())
        assert record.cites == (WorkId("doi", "10.1000/b"),)
        assert len(self.rejections(json.dumps(value).encode())) == 1

    def test_a_table_without_the_columns(self) -> None:
        (rejection,) = self.rejections(b"from,to\n10.1000/a,10.1000/b\n")
        assert rejection.line == 1
