"""docs/audiences.md tells what the allow-list says."""

from __future__ import annotations

from audiences_doc import BEGIN, DOC, END, documents, generated, rewritten

from safepassage.report.audience import AUDIENCES


def test_the_list_in_the_docs_is_the_one_in_use() -> None:
    text = DOC.read_text(encoding="utf-8")
    assert rewritten(text) == text, "run: PYTHONPATH=src python tests/audiences_doc.py"
    assert text.count(BEGIN) == text.count(END) == 1


def test_the_list_names_every_document_and_audience() -> None:
    told = generated()
    for name in documents():
        assert f"\n### {name}\n" in "\n" + told
    text = DOC.read_text(encoding="utf-8")
    for audience in AUDIENCES:
        assert f"| `{audience}` |" in text
