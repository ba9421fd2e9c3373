"""Members of a jury: invited, changed, let go, and how they answer."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from tests.contest.jury.factories import NOW, JurorFactory, SheetFactory, finish
from tests.people.factories import OrganisationFactory, UserFactory
from tests.programme.factories import SchoolFactory

from nastavnik.contest.models import Juror, ScoreSheet
from nastavnik.contest.selectors.jury.invitations import INVITATION_LIVES, jury_invitation
from nastavnik.contest.selectors.jury.members import DECLINED, LEFT, member_state
from nastavnik.contest.services import jury
from nastavnik.contest.services.jury import refusals
from nastavnik.people.enums import Place, PlaceKind, Role
from nastavnik.people.models import Letter, Notice, User
from nastavnik.people.permissions import has_role


def words_of(name="Экспертова Вера", email="", **others):
    usual = {"position": "", "organisation": None, "is_chair": False, "is_secretary": False}
    return jury.MemberWords(name=name, email=email, **(usual | others))


@pytest.fixture
def invite(contest, methodist):
    def call(actor=methodist, **words):
        return jury.invite_juror(actor=actor, contest_id=contest.pk, words=words_of(**words), now=NOW)

    return call


def secret_in(text):
    return text.partition("/jury/")[2].partition("/")[0]


def holds_role(user, contest):
    return has_role(User.objects.get(pk=user.pk), Place(PlaceKind.CONTEST, contest.pk), Role.JUROR)


def test_invite_juror_without_an_address_shows_the_link(invite):
    invited = invite(name=" Экспертова   Вера ", organisation=OrganisationFactory())

    assert invited.juror.name == "Экспертова Вера"
    assert secret_in(invited.link)
    assert not Letter.objects.exists()


def test_invite_juror_with_an_address_mails_the_link_and_shows_it_to_nobody(invite):
    invited = invite(email="Vera@Example.ru ")

    letter = Letter.objects.get()
    assert invited.link is None
    assert letter.to_email == "vera@example.ru"
    assert Juror.objects.get().invitation_digest not in letter.text
    assert len(secret_in(letter.text)) == 22


def test_invite_juror_twice_is_refused(invite):
    invite(email="vera@example.ru")

    with pytest.raises(refusals.JurorKnown):
        invite(email="VERA@example.ru")


def test_invite_juror_is_for_who_runs_the_contest(invite, outsider, juror):
    for actor in (outsider, juror.user):
        with pytest.raises(PermissionDenied):
            invite(actor=actor)


def test_invite_juror_after_the_release_is_refused(invite, contest):
    contest.released_at = NOW
    contest.save()

    with pytest.raises(refusals.ResultsAreOut):
        invite()


def test_invite_juror_as_chair_takes_the_chair_from_the_one_before(invite):
    first = invite(is_chair=True).juror

    second = invite(name="Второй", is_chair=True).juror

    first.refresh_from_db()
    assert (first.is_chair, second.is_chair) == (False, True)


def test_edit_juror_keeps_what_is_said(juror, methodist):
    words = words_of(name="Новое имя", position="Доцент", is_secretary=True)

    jury.edit_juror(actor=methodist, juror_id=juror.pk, words=words, now=NOW)

    juror.refresh_from_db()
    assert (juror.name, juror.position, juror.is_secretary) == ("Новое имя", "Доцент", True)


def test_edit_juror_is_for_who_runs_the_contest(juror):
    with pytest.raises(PermissionDenied):
        jury.edit_juror(actor=juror.user, juror_id=juror.pk, words=words_of(), now=NOW)


def test_edit_juror_sends_a_waiting_link_to_the_new_address(invite, methodist):
    invited = invite()
    old = invited.juror.invitation_digest

    jury.edit_juror(actor=methodist, juror_id=invited.juror.pk, words=words_of(email="vera@example.ru"), now=NOW)

    invited.juror.refresh_from_db()
    assert invited.juror.invitation_digest not in {"", old}
    assert Letter.objects.get().to_email == "vera@example.ru"


def test_edit_juror_with_the_address_of_another_is_refused(invite, methodist):
    invite(email="vera@example.ru")
    other = invite(name="Другая").juror

    with pytest.raises(refusals.JurorKnown):
        jury.edit_juror(actor=methodist, juror_id=other.pk, words=words_of(email="vera@example.ru"), now=NOW)


def test_renew_juror_link_stops_the_old_one_and_brings_back_who_declined(invite, methodist, school, contest):
    invited = invite()
    jury.decline(secret=secret_in(invited.link), now=NOW)

    renewed = jury.renew_juror_link(actor=methodist, juror_id=invited.juror.pk, now=NOW)

    with pytest.raises(Juror.DoesNotExist):
        jury_invitation(secret_in(invited.link), methodist, school, now=NOW)
    assert not jury_invitation(secret_in(renewed.link), methodist, school, now=NOW).is_over


def test_renew_juror_link_of_who_came_in_is_refused(juror, methodist):
    with pytest.raises(refusals.AlreadyAccepted):
        jury.renew_juror_link(actor=methodist, juror_id=juror.pk, now=NOW)


def test_note_acceptance_leaves_the_link_working(invite, methodist, contest):
    invited = invite()

    for moment in (NOW, NOW + timedelta(days=1)):
        jury.note_acceptance(actor=methodist, juror_id=invited.juror.pk, now=moment)

    juror = Juror.objects.get()
    assert juror.accepted_at == NOW
    assert jury.accept_with_account(actor=UserFactory(), secret=secret_in(invited.link), now=NOW)


def test_remove_juror_keeps_finished_sheets_and_takes_untouched_ones(juror, methodist, contest, criteria):
    done, empty = finish(SheetFactory(juror=juror)), SheetFactory(juror=juror)
    begun = SheetFactory(juror=juror, version=1)

    jury.remove_juror(actor=methodist, juror_id=juror.pk, now=NOW)
    jury.remove_juror(actor=methodist, juror_id=juror.pk, now=NOW + timedelta(days=1))

    juror.refresh_from_db()
    assert set(ScoreSheet.objects.values_list("pk", flat=True)) == {done.pk, begun.pk}
    assert not ScoreSheet.objects.filter(pk=empty.pk).exists()
    assert juror.left_at == NOW
    assert member_state(juror, NOW) == LEFT
    assert not holds_role(juror.user, contest)


def test_restore_juror_gives_the_desk_back(juror, methodist, contest):
    jury.remove_juror(actor=methodist, juror_id=juror.pk, now=NOW)

    jury.restore_juror(actor=methodist, juror_id=juror.pk, now=NOW)

    juror.refresh_from_db()
    assert juror.left_at is None
    assert holds_role(juror.user, contest)


def test_restore_and_remove_juror_without_an_account_ask_no_roles(contest, methodist):
    paper = JurorFactory(contest=contest, user=None)

    jury.remove_juror(actor=methodist, juror_id=paper.pk, now=NOW)
    jury.restore_juror(actor=methodist, juror_id=paper.pk, now=NOW)

    paper.refresh_from_db()
    assert paper.left_at is None


def test_accept_with_account_gives_a_seat_and_uses_the_link_up(invite, contest, methodist):
    invited, user = invite(), UserFactory()

    jury.accept_with_account(actor=user, secret=secret_in(invited.link), now=NOW)

    juror = Juror.objects.get()
    assert (juror.user, juror.invitation_digest, juror.accepted_at) == (user, "", NOW)
    assert holds_role(user, contest)
    assert Notice.objects.filter(user=methodist).count() == 1
    with pytest.raises(Juror.DoesNotExist):
        jury.accept_with_account(actor=user, secret=secret_in(invited.link), now=NOW)


def test_accept_with_account_makes_one_for_a_mailed_link(invite, school):

    invite(email="vera@example.ru", position="Доцент")
    secret = secret_in(Letter.objects.get().text)
    assert jury_invitation(secret, AnonymousUser(), school, now=NOW).can_make_account

    user = jury.accept_with_account(actor=AnonymousUser(), secret=secret, now=NOW)

    assert (user.email, user.full_name, user.position) == ("vera@example.ru", "Экспертова Вера", "Доцент")


def test_accept_with_account_never_opens_an_account_that_exists(invite, school):

    UserFactory(email="vera@example.ru")
    invite(email="vera@example.ru")
    secret = secret_in(Letter.objects.get(to_email="vera@example.ru").text)

    assert not jury_invitation(secret, AnonymousUser(), school, now=NOW).can_make_account
    with pytest.raises(refusals.SignInFirst):
        jury.accept_with_account(actor=AnonymousUser(), secret=secret, now=NOW)


def test_accept_with_account_makes_none_for_a_link_that_somebody_has_seen(invite):

    with pytest.raises(refusals.NoAddress):
        jury.accept_with_account(actor=AnonymousUser(), secret=secret_in(invite().link), now=NOW)


def test_accept_with_an_account_that_sits_there_already_is_refused(invite, juror):
    with pytest.raises(refusals.JurorKnown):
        jury.accept_with_account(actor=juror.user, secret=secret_in(invite().link), now=NOW)


def test_accept_on_paper_keeps_the_link_for_later(invite, methodist):
    secret = secret_in(invite().link)

    jury.accept_on_paper(secret=secret, now=NOW)
    jury.accept_on_paper(secret=secret, now=NOW + timedelta(days=1))

    assert Juror.objects.get().accepted_at == NOW
    assert Notice.objects.filter(user=methodist).count() == 1
    assert jury.accept_with_account(actor=UserFactory(), secret=secret, now=NOW)


def test_decline_tells_who_runs_the_contest(invite, methodist):
    jury.decline(secret=secret_in(invite(is_chair=True).link), now=NOW)

    juror = Juror.objects.get()
    assert member_state(juror, NOW) == DECLINED
    assert not juror.is_chair
    assert Notice.objects.filter(user=methodist).count() == 1


def test_an_old_link_is_over(invite, school, methodist):
    invited = invite()
    late = NOW + INVITATION_LIVES

    assert jury_invitation(secret_in(invited.link), methodist, school, now=late).is_over
    with pytest.raises(refusals.InvitationOver):
        jury.accept_on_paper(secret=secret_in(invited.link), now=late)


def test_a_link_of_another_school_is_none_here(invite, methodist):

    with pytest.raises(Juror.DoesNotExist):
        jury_invitation(secret_in(invite().link), methodist, SchoolFactory(), now=NOW)
