"""The documentation is true: every operation has an example, and it is answered as the documentation says.

`WRITE_ANSWERS=1 pytest -n 0 tests/crm/api/test_examples.py` writes the answers down anew, after a change that is meant.
"""

import json
import os
from typing import Any

import pytest
import time_machine

from crm.api.examples import EXAMPLES
from crm.api.openapi import ANSWERS
from crm.api.root import api
from tests.crm.api.calling import OPERATIONS, run_example
from tests.crm.api.world import NOW, make_world

pytestmark = pytest.mark.django_db

MODELS = {
    operation.view_func.__name__: operation.response_models
    for router in api._get_bound_routers()
    for view in router.path_operations.values()
    for operation in view.operations
}


@pytest.fixture
def secret():
    with time_machine.travel(NOW, tick=False):
        yield make_world()[1]


def shape_of(value: Any) -> Any:
    """What stays the same when a wording changes."""
    match value:
        case dict():
            return {name: shape_of(each) for name, each in value.items()}
        case list():
            shapes = [shape_of(each) for each in value]
            return [shape for place, shape in enumerate(shapes) if shape not in shapes[:place]]
    return type(value).__name__


def test_every_operation_has_an_example():
    assert OPERATIONS.keys() == EXAMPLES.keys()


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_an_example_is_answered_as_the_documentation_says(name, secret):
    response = run_example(name, secret)
    _method, _path, described = OPERATIONS[name]
    success = next(iter(described["responses"]))
    assert str(response.status_code) == success, response.content
    answer = response.json() if response.content else None
    if os.environ.get("WRITE_ANSWERS"):
        return write_down(name, answer)
    if answer is not None:
        MODELS[name][int(success)].model_validate({"response": answer}, extra="forbid")
        assert shape_of(answer) == shape_of(described["responses"][success]["content"]["application/json"]["example"])


def write_down(name: str, answer: Any) -> None:
    answers = json.loads(ANSWERS.read_text())
    answers = {**answers, name: answer} if answer is not None else answers
    ANSWERS.write_text(json.dumps(dict(sorted(answers.items())), indent=1, ensure_ascii=False) + "\n")
