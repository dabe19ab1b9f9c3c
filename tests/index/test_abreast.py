from __future__ import annotations

import threading

from rag.index.abreast import each_on_one_thread


def test_results_come_in_the_order_of_the_items() -> None:
    assert each_on_one_thread(lambda item: item * 2, [3, 1, 2]) == [6, 2, 4]


def test_nothing_to_do_gives_nothing() -> None:
    assert each_on_one_thread(str, []) == []


def test_work_that_asks_for_more_stays_on_its_thread_and_never_waits_for_itself() -> None:
    def where(_: int) -> str:
        return threading.current_thread().name

    nested = each_on_one_thread(lambda _: {where(0), *each_on_one_thread(where, range(3))}, range(50))
    assert all(len(names) == 1 for names in nested)


def test_a_network_has_one_thread_whatever_the_caller_has() -> None:
    import torch

    assert each_on_one_thread(lambda _: torch.get_num_threads(), range(8)) == [1] * 8
