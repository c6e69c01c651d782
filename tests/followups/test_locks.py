import pytest
from django.db import transaction

from crm.models import User
from followups.locks import lock_user
from tests.factories import make_user


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_would_be_held():
    with pytest.raises(AssertionError, match="outside a transaction"):
        lock_user(make_user())


@pytest.mark.django_db
def test_it_reads_when_the_user_is_planned_for():
    user = make_user()
    moment = user.created_at
    User.objects.filter(pk=user.pk).update(plan_at=moment)
    with transaction.atomic():
        lock_user(user)
    assert user.plan_at == moment


@pytest.mark.django_db
def test_an_account_that_is_gone_cannot_be_held():
    user = make_user()
    User.objects.filter(pk=user.pk).delete()
    with transaction.atomic(), pytest.raises(User.DoesNotExist):
        lock_user(user)
