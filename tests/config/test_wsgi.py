"""The process that answers pages."""

import gc

from nastavnik.config import wsgi


def test_collector_leaves_out_what_stays_with_the_process():
    assert wsgi.application is not None
    assert gc.get_freeze_count() > 50_000
